import type { LocalDay } from "#domain/identifiers.ts";

/** Everything about one patient of one practice stands in one partition. */
export const patientPartition = (practiceId: string, patientId: string): string =>
  `PATIENT#${practiceId}#${patientId}`;
/** One clinic day's slots and claims. */
export const dayPartition = (practiceId: string, day: LocalDay): string =>
  `DAY#${practiceId}#${day}`;
/** The practice's own records: directory, change feed. */
export const practicePartition = (practiceId: string): string => `PRACTICE#${practiceId}`;
/** Index partition: a clinic day's visits by start. */
export const schedulePartition = (practiceId: string, day: LocalDay): string =>
  `SCHEDULE#${practiceId}#${day}`;
/** One patient's chart as mirrored: records, their lists and trends. */
export const chartPartition = (practiceId: string, patientId: string): string =>
  `CHART#${practiceId}#${patientId}`;
