/** One visit as a calendar keeps it. */
export interface CalendarEvent {
  /** The same for the visit's whole life. */
  readonly uid: string;
  /** Counts its changes (RFC 5545 3.8.7.4). */
  readonly sequence: number;
  readonly stamp: string;
  readonly start: string;
  readonly end: string;
  readonly status: "CONFIRMED" | "TENTATIVE" | "CANCELLED";
  readonly summary: string;
  readonly description: string;
  readonly location: string;
}

/** A calendar of one event, as RFC 5545 wants it written. */
export function calendarText(event: CalendarEvent, language: string): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Porchlight//Porchlight//${language.toUpperCase()}`,
    `METHOD:${event.status === "CANCELLED" ? "CANCEL" : "PUBLISH"}`,
    "BEGIN:VEVENT",
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.stamp)}`,
    `DTSTART:${utc(event.start)}`,
    `DTEND:${utc(event.end)}`,
    `SUMMARY:${escaped(event.summary)}`,
    `LOCATION:${escaped(event.location)}`,
    `DESCRIPTION:${escaped(event.description)}`,
    `STATUS:${event.status}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map(folded).join("\r\n");
}

const utc = (instant: string) => new Date(instant).toISOString().replace(/[:-]|\.\d+/g, "");

/** TEXT, RFC 5545 3.3.11. Unicode's other ends of a line are some readers' end of the line too. */
const escaped = (text: string) =>
  text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, "\\n");

/** No line longer than 75 bytes, none cut inside a character (RFC 5545 3.1). */
function folded(line: string): string {
  let bytes = 0;
  let text = "";
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 75) {
      text += "\r\n ";
      bytes = 1;
    }
    text += character;
    bytes += size;
  }
  return text;
}
