import type { WorkReason } from "#domain/work.ts";
import type { Row } from "#domain/writeback-row.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Change } from "#ports/store.ts";
import type { WorkList, WorkRecord } from "#ports/work.ts";

/** A booking still only saved after this long, for a visit this near, is worth a call (seconds). */
const UNCONFIRMED_SECONDS = 15 * 60;
const NEAR_SECONDS = 48 * 3600;

const secondsBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

/** True when a patient should hear from a person that their visit is still not confirmed. */
export const isOverdue = (row: Row, visit: Visit, now: string): boolean =>
  secondsBetween(row.createdAt, now) > UNCONFIRMED_SECONDS &&
  secondsBetween(now, visit.start) < NEAR_SECONDS;

/** What people at the practice have to do once a row stands where it now stands. */
export function workAfter(ports: { work: WorkList; clock: () => string }, row: Row): Change[] {
  const now = ports.clock();
  switch (row.state) {
    case "done":
      // At its first try nothing was anybody's work yet: the common case pays for no deletes.
      if (row.attempts <= 1 && row.entered === undefined) return [];
      return closed(ports, row);
    case "manual":
      return [ports.work.opening({ ...workOf(row, now), kind: "write-back", reason: why(row) })];
    case "conflict":
      return [ports.work.opening(callWork(row, "lost-its-time", now))];
    case "rejected":
      return [ports.work.opening(callWork(row, "refused-by-ehr", now))];
    default:
      return [];
  }
}

/** Whatever was open about this row is done with. */
export const closed = (ports: { work: WorkList }, { practiceId, id }: Row): Change[] => [
  ports.work.dropping(practiceId, "write-back", id),
  ports.work.dropping(practiceId, "phone", id),
];

/** A call to the patient of this row. */
export const callWork = (row: Row, reason: WorkReason, now: string): WorkRecord => ({
  ...workOf(row, now),
  kind: "phone",
  reason,
});

const workOf = (row: Row, since: string): Omit<WorkRecord, "kind" | "reason"> => ({
  id: row.id,
  practiceId: row.practiceId,
  since,
  patientId: row.patientId,
  visitId: row.aggregate,
  rowId: row.id,
  version: 1,
});

function why(row: Row): WorkReason {
  if (row.reason === "tried-for-a-day") return "tried-for-a-day";
  return row.reason === "not-found-after-entry" ? "not-found-after-entry" : "ehr-cannot-take-it";
}
