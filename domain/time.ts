import type { Instant, LocalDay } from "./identifiers.ts";

/**
 * One formatter for screen, SMS, e-mail, ICS and PDF: instants are shown in the clinic's zone, always with the
 * zone's short name. Pure: `Intl` only, no clock.
 */
export type Language = "en" | "es";
const TAG: Record<Language, string> = { en: "en-US", es: "es-US" };

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(tag, options);
  formatters.set(key, made);
  return made;
}

export interface Place {
  readonly timeZone: string;
  readonly language: Language;
}

/** "Thu, Dec 3, 9:15 AM CST" / "jue, 3 dic, 9:15 a.m. CST" */
export const dateTime = (instant: Instant, { timeZone, language }: Place): string =>
  formatter(TAG[language], {
    timeZone,
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(instant));

/** "Thursday, December 3"; with its year: "Thursday, December 3, 2026" */
export const longDay = (
  instant: Instant,
  { timeZone, language }: Place,
  { withYear = false } = {},
): string =>
  formatter(TAG[language], {
    timeZone,
    weekday: "long",
    month: "long",
    day: "numeric",
    ...(withYear && { year: "numeric" }),
  }).format(new Date(instant));

/** "Thu, Dec 3" */
export const shortDay = (instant: Instant, { timeZone, language }: Place): string =>
  formatter(TAG[language], { timeZone, weekday: "short", month: "short", day: "numeric" }).format(
    new Date(instant),
  );

/** What stands on a calendar tile: "Dec", "3", "Thu". */
export function tileParts(instant: Instant, { timeZone, language }: Place) {
  const part = (options: Intl.DateTimeFormatOptions) =>
    formatter(TAG[language], { timeZone, ...options }).format(new Date(instant));
  return {
    month: part({ month: "short" }),
    day: part({ day: "numeric" }),
    weekday: part({ weekday: "short" }),
  };
}

/** "12 minutes ago" */
export function ago(then: Instant, now: Instant, language: Language): string {
  const seconds = Math.max(0, (Date.parse(now) - Date.parse(then)) / 1000);
  const words = new Intl.RelativeTimeFormat(TAG[language], { numeric: "auto" });
  if (seconds < 3600) return words.format(-Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 86_400) return words.format(-Math.round(seconds / 3600), "hour");
  return words.format(-Math.round(seconds / 86_400), "day");
}

/** "9:15 AM" */
export const clockTime = (instant: Instant, { timeZone, language }: Place): string =>
  formatter(TAG[language], { timeZone, hour: "numeric", minute: "2-digit" }).format(
    new Date(instant),
  );

/** The zone's short name at that instant, such as "CST". */
export const zoneName = (instant: Instant, { timeZone, language }: Place): string =>
  formatter(TAG[language], { timeZone, timeZoneName: "short", hour: "numeric" })
    .formatToParts(new Date(instant))
    .find((part) => part.type === "timeZoneName")?.value ?? timeZone;

/** The calendar day an instant falls on in a zone. */
export const localDay = (instant: Instant, timeZone: string): LocalDay =>
  formatter("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(instant),
  );

/** Hour of the day (0-23) in a zone. */
export const localHour = (instant: Instant, timeZone: string): number =>
  Number(
    formatter("en-US", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(new Date(instant)),
  );

/** The instant a local day starts at in a zone; DST days included. */
export function startOfDay(day: LocalDay, timeZone: string): Instant {
  // Midnight local lies within a day of midnight UTC: walk the two candidate offsets around it.
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  let guess = utcMidnight;
  for (let i = 0; i < 3; i++) guess = utcMidnight - offsetMs(guess, timeZone);
  return new Date(guess).toISOString();
}

function offsetMs(at: number, timeZone: string): number {
  const parts = formatter("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(at));
  const n = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(n("year"), n("month") - 1, n("day"), n("hour"), n("minute"), n("second"));
  return local - Math.floor(at / 1000) * 1000;
}

/** The next calendar day, or the day `days` later. */
export const addDays = (day: LocalDay, days: number): LocalDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** An instant moved by seconds. */
export const addSeconds = (instant: Instant, seconds: number): Instant =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** Whole years between a birth date and a day. */
export function ageOn(birthDate: LocalDay, day: LocalDay): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
