import type { Appointment, Location, Practitioner } from "#domain/appointments.ts";
import { Problem } from "#domain/problem.ts";
import { localDay } from "#domain/time.ts";
import type { Row } from "#domain/writeback-row.ts";
import type { ChartAccess } from "#http/access.ts";
import type { Offer, Visit } from "#ports/appointments.ts";
import type { SlotRef } from "#ports/ehr.ts";
import type { Change } from "#ports/store.ts";
import type { WorkRecord } from "#ports/work.ts";
import type { BookingPorts } from "./ports.ts";
import { toAppointment } from "./visit.ts";
import type { BookPayload } from "./write-backs.ts";

/** A time for a requested visit: an open slot, or one that staff will enter by hand. */
export interface GivenTime {
  readonly offer: Offer;
  readonly slot: {
    readonly start: string;
    readonly end: string;
    readonly practitioner: Practitioner;
    readonly location: Location;
  };
  /** `ehrId` is empty for a time without a slot. */
  readonly ref: SlotRef;
}

/**
 * Gives a requested visit its time. Where the EHR takes bookings the visit goes there; where it does not, a person
 * enters it, and what to enter waits in the queue.
 */
export async function giveTime(
  ports: BookingPorts,
  access: ChartAccess,
  given: { visit: Visit; work: WorkRecord; time: GivenTime },
): Promise<Appointment> {
  const { practice, patientId, now } = access;
  const { visit, work, time } = given;
  const row = await ports.rows.read({ practiceId: practice.id, patientId, id: work.rowId ?? "" });
  if (!row || visit.status !== "proposed") throw new Problem("work.changed");
  const native = time.offer.capabilities.bookAppointment && time.ref.ehrId !== "";
  const payload: BookPayload = {
    slot: time.ref,
    visitTypeId: visit.visitType.id,
    ...(visit.reason ? { reason: visit.reason } : {}),
  };
  const next: Row = {
    ...row,
    payload,
    state: native ? "pending" : "manual",
    createdAt: now,
    dueAt: now,
    since: now,
    ...(native ? {} : { reason: "not-supported" as const }),
    version: row.version + 1,
  };
  const timed = timedVisit(visit, time, { native, now });
  await ports.ledger.resume(access, next, [
    ports.visits.saving(timed, access.requestId),
    ports.work.closing(work),
    ...(native ? [] : [ports.work.opening(entryWork(timed, next, now))]),
    ...claim(ports, access, { visit, time }),
  ]);
  const settled = await ports.visits.read(practice.id, patientId, visit.id);
  return toAppointment(settled ?? timed, { practice, now });
}

function timedVisit(
  visit: Visit,
  { slot, ref }: GivenTime,
  { native, now }: { native: boolean; now: string },
): Visit {
  const { preferred: _wishes, offered: _offered, ...rest } = visit;
  const { start, end, practitioner, location } = slot;
  return {
    ...rest,
    start,
    end,
    practitioner,
    location,
    ...(ref.ehrId ? { slotEhrId: ref.ehrId } : {}),
    status: native ? "pending" : "proposed",
    sequence: visit.sequence + 1,
    writeBack: native
      ? { state: "saved", since: now, nextStep: "wait" }
      : {
          state: "with-practice",
          since: now,
          reason: "not-supported",
          nextStep: "practice-will-do-it",
        },
    version: visit.version + 1,
  };
}

const entryWork = (visit: Visit, row: Row, now: string): WorkRecord => ({
  id: row.id,
  practiceId: visit.practiceId,
  kind: "write-back",
  reason: "ehr-cannot-take-it",
  since: now,
  patientId: visit.patientId,
  visitId: visit.id,
  rowId: row.id,
  version: 1,
});

/** A slot given to one patient is nobody else's, also where a person enters it later. */
function claim(
  ports: BookingPorts,
  { practice, patientId, now, requestId }: ChartAccess,
  { visit, time }: { visit: Visit; time: GivenTime },
): Change[] {
  if (time.ref.ehrId === "") return [];
  const day = localDay(time.ref.start, practice.timeZone);
  const asked = {
    practiceId: practice.id,
    day,
    slotEhrId: time.ref.ehrId,
    patientId,
    requestId,
    now,
  };
  return [ports.calendar.claiming({ ...asked, visitId: visit.id })];
}
