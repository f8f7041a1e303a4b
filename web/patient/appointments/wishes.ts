import type { Window } from "#domain/appointments-requests.ts";
import { addDays, addSeconds, localDay, localHour, startOfDay } from "#domain/time.ts";

/** What would suit: a day of the clinic's calendar and a part of it. */
export interface Wish {
  readonly day: string;
  readonly part: PartOfWish;
}
export type PartOfWish = "any" | "morning" | "afternoon";
export const PARTS: readonly PartOfWish[] = ["any", "morning", "afternoon"];

export const MOST_WISHES = 3;
const DAYS_AHEAD = 180;

/** The clinic's hours a part stands for. Wider than its real ones does no harm: staff look for the time. */
const HOURS: Record<PartOfWish, readonly [from: number, to: number]> = {
  any: [8, 18],
  morning: [8, 12],
  afternoon: [12, 18],
};

/** The instant a clock in the zone shows this hour of this day; also where the clocks change that night. */
function atHour(day: string, hour: number, timeZone: string): string {
  const guess = addSeconds(startOfDay(day, timeZone), hour * 3600);
  return addSeconds(guess, (hour - localHour(guess, timeZone)) * 3600);
}

export const windowOf = ({ day, part }: Wish, timeZone: string): Window => ({
  from: atHour(day, HOURS[part][0], timeZone),
  to: atHour(day, HOURS[part][1], timeZone),
});

/** The part of the day a window is, where it is one of ours. */
export function partOf(window: Window, timeZone: string): PartOfWish | undefined {
  const day = localDay(window.from, timeZone);
  return PARTS.find((part) => {
    const { from, to } = windowOf({ day, part }, timeZone);
    return Date.parse(from) === Date.parse(window.from) && Date.parse(to) === Date.parse(window.to);
  });
}

/** From tomorrow on: who needs a visit today should call. */
export const daysToAskFor = (now: string, timeZone: string) => {
  const today = localDay(now, timeZone);
  return { first: addDays(today, 1), last: addDays(today, DAYS_AHEAD) };
};

export type Fault = "ask.dayMissing" | "ask.dayRange" | "ask.twice";

/** What is wrong with each wish; undefined where nothing is. */
export const faultsOf = (
  wishes: readonly Wish[],
  { first, last }: { first: string; last: string },
): (Fault | undefined)[] =>
  wishes.map(({ day, part }, index) => {
    if (!day) return "ask.dayMissing";
    if (day < first || day > last) return "ask.dayRange";
    const before = wishes.slice(0, index);
    return before.some((wish) => wish.day === day && wish.part === part) ? "ask.twice" : undefined;
  });
