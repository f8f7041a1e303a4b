import type { Slot } from "#domain/appointments.ts";
import { addSeconds, localHour, startOfDay } from "#domain/time.ts";
import type { ChosenTime } from "#domain/work.ts";

/** A time as a person types it. */
export interface Typed {
  readonly day: string;
  /** "09:15" */
  readonly time: string;
  readonly minutes: number;
  readonly practitionerId: string;
  readonly locationId: string;
}

/** The instant of a wall clock's time on a day in a zone; on days the clock changes, too. */
export function instantAt(day: string, time: string, timeZone: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const guess = addSeconds(startOfDay(day, timeZone), (hour * 60 + minute) * 60);
  // Midnight's offset may not be this hour's: the clock of that zone says by how much.
  const off = hour - localHour(guess, timeZone);
  return addSeconds(guess, (off > 12 ? off - 24 : off < -12 ? off + 24 : off) * 3600);
}

/** What is missing or wrong, by field. */
export function faults(typed: Typed): Partial<Record<keyof Typed, string>> {
  return {
    ...(/^\d{4}-\d{2}-\d{2}$/.test(typed.day) ? {} : { day: "Choose a day." }),
    ...(/^\d{2}:\d{2}$/.test(typed.time) ? {} : { time: "Give a time." }),
    ...(typed.minutes >= 5 && typed.minutes <= 480 ? {} : { minutes: "5 to 480 minutes." }),
    ...(typed.practitionerId ? {} : { practitionerId: "Choose a clinician." }),
    ...(typed.locationId ? {} : { locationId: "Choose a place." }),
  };
}

interface Named {
  readonly id: string;
}

/** A patient who asked for anyone, anywhere named nobody: only a clinician and a place that there are stand chosen. */
export function ofCatalogue(
  typed: Typed,
  offer: { practitioners: readonly Named[]; locations: readonly Named[] } | undefined,
): Typed {
  const known = (all: readonly Named[] = [], wanted = "") =>
    all.some(({ id }) => id === wanted) ? wanted : "";
  return {
    ...typed,
    practitionerId: known(offer?.practitioners, typed.practitionerId),
    locationId: known(offer?.locations, typed.locationId),
  };
}

export function asChosenTime(id: string, typed: Typed, timeZone: string): ChosenTime {
  const start = instantAt(typed.day, typed.time, timeZone);
  return {
    id,
    start,
    end: addSeconds(start, typed.minutes * 60),
    practitionerId: typed.practitionerId,
    locationId: typed.locationId,
  };
}

export const ofSlot = (id: string, slot: Pick<Slot, "id">): ChosenTime => ({ id, slotId: slot.id });
