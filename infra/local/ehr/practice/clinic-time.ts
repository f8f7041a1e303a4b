const dayMs = 86_400_000;

/** Days and hours as the clinic's wall clock has them. A day is `2026-11-24`. */
export class ClinicTime {
  readonly now: Date;
  readonly today: string;
  readonly #offset: Intl.DateTimeFormat;
  readonly #offsetsByDay = new Map<string, number>();

  constructor(zone: string, now: Date) {
    this.now = now;
    this.#offset = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    this.today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  }

  /** The UTC instant of so many minutes after midnight. Offices are closed when clocks change. */
  instant(day: string, minutes: number): string {
    const wall = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
    return isoSeconds(wall - this.#offsetMs(day));
  }

  /** A day so many days from today. */
  day(offset: number): string {
    return addDays(this.today, offset);
  }

  #offsetMs(day: string): number {
    const known = this.#offsetsByDay.get(day);
    if (known !== undefined) return known;
    const parts = this.#offset.formatToParts(Date.parse(`${day}T12:00:00Z`));
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
    const [, sign = "+", hours = "0", minutes = "0"] = /([+-])(\d\d):?(\d\d)?/.exec(name) ?? [];
    const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    this.#offsetsByDay.set(day, offset);
    return offset;
  }
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

export function yearsBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / (365.2425 * dayMs);
}

function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function addMinutes(instant: string, minutes: number): string {
  return isoSeconds(Date.parse(instant) + minutes * 60_000);
}
