import type { LocalDay } from "#domain/identifiers.ts";
import type { practiceApi, ScheduledVisit } from "#domain/practice.ts";
import { localDay } from "#domain/time.ts";
import type { Handlers } from "#http/access.ts";
import type { ScheduleReader } from "#ports/schedule.ts";

/** A clinic day as staff see it, for everyone or one clinician or place. */
export const schedule = (ports: {
  schedule: ScheduleReader;
}): Handlers<typeof practiceApi>["schedule"] => ({
  async run({ practice, now }, { day, practitionerId, locationId }) {
    const wanted: LocalDay = day ?? localDay(now, practice.timeZone);
    const read = await ports.schedule.day(practice, wanted);
    const items = read.visits
      .filter((visit) => !practitionerId || visit.practitioner.id === practitionerId)
      .filter((visit) => !locationId || visit.location.id === locationId)
      .sort(byStart);
    return {
      items,
      day: wanted,
      timeZone: practice.timeZone,
      practitioners: [...read.practitioners],
      locations: [...read.locations],
      ...(read.asOf ? { asOf: read.asOf } : {}),
      ...(read.stale ? { stale: true } : {}),
    };
  },
});

const byStart = (a: ScheduledVisit, b: ScheduledVisit) =>
  a.start === b.start
    ? a.practitioner.name.localeCompare(b.practitioner.name)
    : a.start < b.start
      ? -1
      : 1;
