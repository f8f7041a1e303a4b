import type { Location, Practitioner } from "#domain/appointments.ts";
import type { Instant, LocalDay } from "#domain/identifiers.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import type { Practice } from "./practices.ts";

/** The practice's day, from the mirror kept fresh by the chart. */
export interface ScheduleReader {
  /** Rejects with Problem "ehr.unavailable" when the day was never read and the EHR does not answer. */
  day(
    practice: Practice,
    day: LocalDay,
  ): Promise<{
    readonly visits: ScheduledVisit[];
    readonly practitioners: readonly Practitioner[];
    readonly locations: readonly Location[];
    readonly asOf: Instant | undefined;
    readonly stale: boolean;
  }>;
}
