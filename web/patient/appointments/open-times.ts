import type { Slot } from "#domain/appointments.ts";
import { addDays, localDay, localHour } from "#domain/time.ts";

/** How far ahead open times are looked for; the practice opens eight weeks. */
export const WEEKS_AHEAD = 8;

/** Seven days from today on, or a whole number of weeks later: no strip begins in the past. */
export const weekDays = (today: string, week: number): string[] =>
  Array.from({ length: 7 }, (_, day) => addDays(today, week * 7 + day));

/** Which strip a day stands in, counted from today's. */
export const weekOf = (day: string, today: string): number =>
  Math.floor((Date.parse(day) - Date.parse(today)) / (7 * 86_400_000));

/** Times by the clinic's calendar day. */
export const byDay = (slots: readonly Slot[], timeZone: string): Map<string, Slot[]> =>
  Map.groupBy(slots, (slot) => localDay(slot.start, timeZone));

/**
 * One pill per time and place. Where several clinicians are free at once the first stands for them: who wants someone
 * in particular says so in the filter, and nobody scrolls past the same minute six times.
 */
export function oncePerTime(slots: readonly Slot[]): Slot[] {
  const kept = new Map<string, Slot>();
  for (const slot of slots) {
    const time = `${slot.start} ${slot.location.id}`;
    if (!kept.has(time)) kept.set(time, slot);
  }
  return [...kept.values()];
}

export type PartOfDay = "morning" | "afternoon" | "evening";
const PARTS: readonly PartOfDay[] = ["morning", "afternoon", "evening"];
const partOf = (slot: Slot, timeZone: string): PartOfDay => {
  const hour = localHour(slot.start, timeZone);
  if (hour < 12) return "morning";
  return hour < 17 ? "afternoon" : "evening";
};

/** A day's times under morning, afternoon and evening; parts without times are left out. */
export const partsOfDay = (slots: readonly Slot[], timeZone: string) =>
  PARTS.map((part) => ({
    part,
    slots: slots.filter((slot) => partOf(slot, timeZone) === part),
  })).filter(({ slots: found }) => found.length > 0);
