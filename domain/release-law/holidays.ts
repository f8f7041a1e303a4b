import type { BusinessCalendar } from "./law.ts";

/**
 * Federal holidays (5 U.S.C. 6103) and Colorado's (C.R.S. 24-11-101), both: a day that is either is not a business
 * day. One on a Sunday is kept on Monday too (both); one on a Saturday on Friday too (federal).
 */
const FIXED = ["01-01", "06-19", "07-04", "11-11", "12-25"];
/** Month, weekday (0 is Sunday), which one of the month; -1 is the last. */
const MOVING: readonly (readonly [number, number, number])[] = [
  [1, 1, 3],
  [2, 1, 3],
  [5, 1, -1],
  [9, 1, 1],
  /** Frances Xavier Cabrini Day, Colorado alone. */
  [10, 1, 1],
  /** Columbus Day, federal alone. */
  [10, 1, 2],
  [11, 4, 4],
];

const DAY = 86_400_000;
const text = (at: number) => new Date(at).toISOString().slice(0, 10);
const weekday = (at: number) => new Date(at).getUTCDay();

function nth(year: number, [month, day, which]: readonly [number, number, number]): number {
  if (which < 0) {
    const last = Date.UTC(year, month, 0);
    return last - ((weekday(last) - day + 7) % 7) * DAY;
  }
  const first = Date.UTC(year, month - 1, 1);
  return first + (((day - weekday(first) + 7) % 7) + (which - 1) * 7) * DAY;
}

const years = new Map<number, ReadonlySet<string>>();
function holidays(year: number): ReadonlySet<string> {
  const known = years.get(year);
  if (known) return known;
  const days = MOVING.map((rule) => nth(year, rule));
  // The year after's first day too: on a Saturday it is kept on this year's last.
  const fixed = [...FIXED.map((day) => `${year}-${day}`), `${year + 1}-01-01`];
  for (const day of fixed.map((one) => Date.parse(`${one}T00:00:00Z`))) {
    days.push(day);
    if (weekday(day) === 0) days.push(day + DAY);
    if (weekday(day) === 6) days.push(day - DAY);
  }
  const made = new Set(days.map(text));
  years.set(year, made);
  return made;
}

/** Whether a calendar day counts as a business day. */
export function isBusinessDay(day: string, calendar: BusinessCalendar): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (weekday(at) === 0 || weekday(at) === 6) return false;
  return calendar === "weekdays" || !holidays(new Date(at).getUTCFullYear()).has(day);
}
