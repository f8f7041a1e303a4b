import * as fc from "fast-check";
import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
// biome-ignore lint/correctness/noUnresolvedImports: a CommonJS export that Biome does not see.
import { sync } from "node-ical";
import { expect, test } from "vitest";
import { type CalendarEvent, calendarText } from "./calendar-text.ts";

const visit: CalendarEvent = {
  uid: "01h@porchlight",
  sequence: 2,
  stamp: "2026-03-01T08:00:00.000Z",
  start: "2026-03-08T09:30:00.000Z",
  end: "2026-03-08T10:00:00.000Z",
  status: "CONFIRMED",
  summary: "Cita: Clínica Junto al Lago; adultos, niños \\ y mayores",
  description: "con Dra. Núñez-Ibarra 🏠.\n¿Preguntas? Llame al 555-0100. ".repeat(4),
  location: "1 Lake Road, Suite 4",
};

/** The same by the library that people use for this. */
function byLibrary({ uid, summary, ...event }: CalendarEvent): string {
  const cancelled = event.status === "CANCELLED";
  const calendar = ical({
    prodId: { company: "Porchlight", product: "Porchlight", language: "ES" },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  const [stamp, start, end] = [event.stamp, event.start, event.end].map((at) => new Date(at));
  if (!(stamp && start && end)) throw new Error("no times");
  const { sequence, description, location } = event;
  const status = ICalEventStatus[event.status];
  calendar.createEvent({
    ...{ id: uid, sequence, stamp, start, end, summary, description, location, status },
  });
  return calendar.toString();
}

/** Where a long line breaks is up to the writer. */
const unfolded = (text: string) => text.replaceAll("\r\n ", "");

test.each(["CONFIRMED", "TENTATIVE", "CANCELLED"] as const)(
  "a %s visit is written as ical-generator writes it",
  (status) => {
    const event = { ...visit, status };
    expect(unfolded(calendarText(event, "es"))).toBe(unfolded(byLibrary(event)));
  },
);

test("whatever somebody is called, a calendar reads it back, and no line is over 75 bytes", () => {
  void fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 120 }), (name) => {
      const word = `a${name}z`;
      const text = calendarText({ ...visit, summary: word, location: word }, "en");
      for (const line of text.split("\r\n"))
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      const [event] = Object.values(sync.parseICS(text)).filter((part) => part?.type === "VEVENT");
      const read = word.replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, "\n");
      expect(event).toMatchObject({ summary: read, location: read, sequence: 2 });
    }),
    { examples: [["\u2028 "], ["\u0085"], ["\u2029;"]] },
  );
});
