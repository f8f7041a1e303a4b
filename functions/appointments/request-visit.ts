import type { Appointment, appointmentsApi, VisitType } from "#domain/appointments.ts";
import type { BookRequest, Window } from "#domain/appointments-requests.ts";
import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { Offer, Visit } from "#ports/appointments.ts";
import type { WorkRecord } from "#ports/work.ts";
import { bookedBy } from "./booked-by.ts";
import { giveBack, ownSlot } from "./claims.ts";
import { noticeOfRequest } from "./notices-after.ts";
import { definedOnly, offerOf } from "./offer.ts";
import type { BookingPorts } from "./ports.ts";
import { rereadVisit, visitOf } from "./read.ts";
import { giveTime } from "./request-time.ts";
import { timeAsked } from "./time-asked.ts";
import { toAppointment } from "./visit.ts";

/** Shown where a patient left it to the practice; screens have their own words for these ids. */
const ANYONE = { id: "anyone", name: "First available clinician" };
const ANY_PLACE = { id: "any-place", name: "Any of our places" };

type Wish = BookRequest & { readonly preferred: readonly Window[] };
export const isWish = (request: BookRequest): request is Wish => request.preferred !== undefined;

/** Asks for a visit: it stands in the practice's queue, and is never called booked before it is. */
export async function askForVisit(
  ports: BookingPorts,
  access: ChartAccess,
  wish: Wish,
): Promise<Appointment> {
  const { practice, patientId, now, requestId } = access;
  const offer = await offerOf(ports, practice);
  const visitType = offer.visitTypes.find((type) => type.id === wish.visitTypeId);
  if (!visitType) throw new Problem("not-found");
  if (visitType.mode === "view") throw new Problem("appointments.not-bookable");
  refusePast(wish.preferred, now);
  const visit = askedVisit(ports, access, { wish, visitType, offer });
  await ports.ledger.commit(
    access,
    {
      practiceId: practice.id,
      patientId,
      connectionId: practice.connectionId,
      aggregate: visit.id,
      number: 1,
      kind: "appointment.book",
      payload: { visitTypeId: visitType.id, ...(wish.reason ? { reason: wish.reason } : {}) },
      byHand: "not-supported",
    },
    [
      ports.visits.creating(visit, requestId),
      ports.work.opening(requestWork(visit, now)),
      noticeOfRequest(ports, "asked", { visit, now }),
    ],
  );
  return toAppointment(visit, { practice, now });
}

function refusePast(preferred: readonly Window[], now: string): void {
  if (preferred.every((window) => window.to <= now))
    throw new Problem("request.invalid", {
      errors: [{ path: "preferred", message: "These times are over." }],
    });
}

function askedVisit(
  ports: BookingPorts,
  access: ChartAccess,
  { wish, visitType, offer }: { wish: Wish; visitType: VisitType; offer: Offer },
): Visit {
  const { id, name, nameEs, durationMinutes, noticeHours } = visitType;
  const preferred = [...wish.preferred].sort((a, b) => (a.from < b.from ? -1 : 1));
  const start = preferred[0]?.from ?? access.now;
  const by = bookedBy(access);
  return {
    id: ports.newId("apt"),
    practiceId: access.practice.id,
    patientId: access.patientId,
    status: "proposed",
    start,
    end: addSeconds(start, durationMinutes * 60),
    visitType: definedOnly({ id, name, nameEs }),
    practitioner: offer.practitioners.find((p) => p.id === wish.practitionerId) ?? ANYONE,
    location: offer.locations.find((place) => place.id === wish.locationId) ?? ANY_PLACE,
    preferred,
    ...(wish.reason ? { reason: wish.reason } : {}),
    ...(visitType.video ? { video: true } : {}),
    ...(by ? { bookedBy: by } : {}),
    noticeHours,
    origin: "portal",
    sequence: 0,
    intents: 1,
    writeBack: {
      state: "with-practice",
      since: access.now,
      reason: "not-supported",
      nextStep: "practice-will-do-it",
    },
    asOf: access.now,
    version: 1,
  };
}

const requestWork = (visit: Visit, now: string): WorkRecord => ({
  id: visit.id,
  practiceId: visit.practiceId,
  kind: "request",
  reason: "asked-for-visit",
  since: now,
  patientId: visit.patientId,
  visitId: visit.id,
  rowId: `${visit.id}.001`,
  version: 1,
});

/** The patient takes one of the offered times, or none of them. */
export const answer = (ports: BookingPorts): Handlers<typeof appointmentsApi>["answer"] => ({
  async run(access, { id, slotId }) {
    const visit = await visitOf(ports, access, id);
    const work = await ports.work.read(access.practice.id, "request", visit.id);
    if (!work || !visit.offered) throw new Problem("appointments.not-changeable");
    if (slotId === undefined) return declineOffer(ports, access, { visit, work });
    if (!visit.offered.some((slot) => slot.id === slotId)) throw new Problem("not-found");
    const asked = await timeAsked(ports, access, { slotId });
    return giveTime(ports, access, { visit, work, time: asked });
  },
  reread: rereadVisit(ports),
});

async function declineOffer(
  ports: BookingPorts,
  access: ChartAccess,
  { visit, work }: { visit: Visit; work: WorkRecord },
): Promise<Appointment> {
  const { offered: _offered, ...rest } = visit;
  const next: Visit = { ...rest, version: visit.version + 1 };
  const { offered: _times, ...open } = work;
  await ports.store.transact(
    [
      ...access.commitment(visit.id),
      ports.visits.saving(next, access.requestId),
      ports.work.saving({
        ...open,
        reason: "patient-answered",
        since: access.now,
        version: work.version + 1,
      }),
    ],
    access.requestId.replaceAll("-", ""),
  );
  return toAppointment(next, { practice: access.practice, now: access.now });
}

/** Takes back a visit that is only asked for: nothing of it is in the chart. Undefined where someone already entered it. */
export async function withdraw(
  ports: BookingPorts,
  access: ChartAccess,
  visit: Visit,
): Promise<Appointment | undefined> {
  const { practice, patientId, now, requestId } = access;
  if (visit.status !== "proposed" || visit.reference) return undefined;
  const rowId = `${visit.id}.001`;
  const row = await ports.rows.read({ practiceId: practice.id, patientId, id: rowId });
  // Given up on without knowing what became of it: the chart may have the visit, so a person has to cancel it there.
  if (row?.state !== "manual" || row.unknownSince !== undefined) return undefined;
  const { offered: _offered, ...rest } = visit;
  const next: Visit = {
    ...rest,
    status: "cancelled",
    writeBack: { state: "with-practice", since: now },
    version: visit.version + 1,
  };
  await ports.store.transact(
    [
      ...access.commitment(visit.id),
      ports.visits.saving(next, requestId),
      ports.rows.dropping({ ...row, version: row.version + 1 }),
      ports.work.dropping(practice.id, "request", visit.id),
      ports.work.dropping(practice.id, "write-back", rowId),
      // A booking that the EHR was away for, or a time that staff gave: kept for this visit, and for nobody now.
      ...giveBack(ports, visit, ownSlot(visit)),
    ],
    requestId.replaceAll("-", ""),
  );
  return toAppointment(next, { practice, now });
}
