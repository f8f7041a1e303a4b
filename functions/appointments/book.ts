import type { Appointment, appointmentsApi } from "#domain/appointments.ts";
import type { BookRequest } from "#domain/appointments-requests.ts";
import { fitsAge, isOpen, OPEN_BOOKINGS } from "#domain/appointments-rules.ts";
import type { Override } from "#domain/desk.ts";
import { Problem } from "#domain/problem.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import { BookedMeanwhile, type Visit } from "#ports/appointments.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { CommitAbout } from "#ports/ledger.ts";
import { bookedBy } from "./booked-by.ts";
import { definedOnly } from "./offer.ts";
import type { AppointmentPorts, BookingPorts } from "./ports.ts";
import { rereadVisit } from "./read.ts";
import { askForVisit, isWish } from "./request-visit.ts";
import { orOtherTimes, refuseBusy, type TimeAsked, timeAsked } from "./time-asked.ts";
import { toAppointment } from "./visit.ts";
import type { BookPayload } from "./write-backs.ts";

/** Books a visit: claim, visit, write-back row, audit and key in one transaction, then the chart. */
export const book = (ports: BookingPorts): Handlers<typeof appointmentsApi>["book"] => ({
  run: (access, request) =>
    isWish(request) ? askForVisit(ports, access, request) : bookTime(ports, access, { request }),
  reread: rereadVisit(ports),
});

/** The same for staff, who may set a rule aside. */
export async function bookTime(
  ports: BookingPorts,
  access: ChartAccess,
  { request, overrides = [] }: { request: BookRequest; overrides?: readonly Override[] },
): Promise<Appointment> {
  const asked = await timeAsked(ports, access, request);
  const aside = overrides.map(({ rule }) => rule);
  const { offer, visitType, slot } = asked;
  return orOtherTimes(ports, access, {
    offer,
    visitTypeId: visitType.id,
    start: slot.start,
    step: () =>
      untilAlone(async () => {
        const soFar = await refuseIneligible(ports, access, { ...asked, aside });
        return commit(ports, { ...access, about: { overrides } }, { asked, request, soFar });
      }),
  });
}

/** Tries of a booking while others of the same patient go through. */
const BOOKING_TRIES = 8;

/** Repeats the check and the booking when another booking of this patient came between the two. */
async function untilAlone<T>(step: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof BookedMeanwhile)) throw error;
      if (tries >= BOOKING_TRIES) throw new Problem("unavailable");
    }
  }
}

async function refuseIneligible(
  ports: AppointmentPorts,
  { practice, patientId, now }: ChartAccess,
  { visitType, day, offer, aside }: TimeAsked & { aside: readonly Override["rule"][] },
): Promise<number> {
  // A rule of the practice can be set aside; what the EHR can't do, it can't.
  if (!offer.capabilities.bookAppointment) throw new Problem("appointments.not-bookable");
  if (visitType.mode !== "book" && !aside.includes("mode"))
    throw new Problem("appointments.not-bookable");
  const soFar = await ports.visits.bookings(practice.id, patientId);
  const [birthDate, visits] = await Promise.all([
    birthDateOf(ports, practice, patientId),
    ports.visits.ofPatient(practice.id, patientId),
  ]);
  if (!aside.includes("age") && !fitsAge(visitType, birthDate, day))
    throw new Problem("appointments.not-eligible");
  const open = visits.filter((visit) => visit.origin === "portal" && isOpen(visit, now));
  if (!aside.includes("open-bookings") && open.length >= OPEN_BOOKINGS)
    throw new Problem("appointments.too-many-open");
  return soFar;
}

/** The patient from the mirror, else from the chart, which is then remembered; undefined where neither has them. */
export async function patientOf(
  ports: AppointmentPorts,
  practice: { id: string; connectionId: string },
  patientId: string,
): Promise<{ birthDate?: string | undefined } | undefined> {
  const known = await ports.mirror.patient(practice.id, patientId);
  if (known) return known;
  const ehr = await ports.ehr(practice.connectionId);
  const read = await ehr.patient(patientId);
  if (read) await ports.mirror.savePatient(practice.id, read);
  return read;
}

async function birthDateOf(
  ports: AppointmentPorts,
  practice: { id: string; connectionId: string },
  patientId: string,
): Promise<string | undefined> {
  try {
    return (await patientOf(ports, practice, patientId))?.birthDate;
  } catch (error) {
    if (error instanceof EhrUnavailable) return undefined;
    throw error;
  }
}

async function commit(
  ports: BookingPorts,
  access: ChartAccess & { about?: CommitAbout },
  { asked, request, soFar }: { asked: TimeAsked; request: BookRequest; soFar: number },
): Promise<Appointment> {
  const { practice, patientId, now, requestId } = access;
  refuseBusy(asked, access);
  const { ref, day, visitType, holdId } = asked;
  const visit = newVisit(ports, access, { asked, request });
  const claim = { practiceId: practice.id, day, slotEhrId: ref.ehrId, patientId, requestId, now };
  const payload: BookPayload = {
    slot: ref,
    visitTypeId: visitType.id,
    ...(request.reason ? { reason: request.reason } : {}),
  };
  await ports.ledger.commit(
    access,
    {
      practiceId: practice.id,
      patientId,
      connectionId: practice.connectionId,
      aggregate: visit.id,
      number: 1,
      kind: "appointment.book",
      payload,
    },
    [
      ports.calendar.claiming({ ...claim, visitId: visit.id }),
      ports.visits.creating(visit, requestId),
      ports.visits.countingBooking(practice.id, patientId, soFar),
      ...(holdId ? [ports.calendar.holdRemoved(practice.id, patientId, holdId)] : []),
    ],
  );
  const settled = await ports.visits.read(practice.id, patientId, visit.id);
  return toAppointment(settled ?? visit, { practice, now });
}

function newVisit(
  ports: BookingPorts,
  access: ChartAccess,
  { asked, request }: { asked: TimeAsked; request: BookRequest },
): Visit {
  const { practice, patientId, now } = access;
  const { visitType, slot, ref } = asked;
  const { id, name, nameEs } = visitType;
  const by = bookedBy(access);
  return {
    id: ports.newId("apt"),
    practiceId: practice.id,
    patientId,
    status: "pending",
    start: slot.start,
    end: slot.end,
    visitType: definedOnly({ id, name, nameEs }),
    practitioner: slot.practitioner,
    location: slot.location,
    ...(request.reason ? { reason: request.reason } : {}),
    ...(visitType.video ? { video: true } : {}),
    ...(by ? { bookedBy: by } : {}),
    noticeHours: visitType.noticeHours,
    slotEhrId: ref.ehrId,
    origin: "portal",
    sequence: 0,
    intents: 1,
    writeBack: { state: "saved", since: now, nextStep: "wait" },
    asOf: now,
    version: 1,
  };
}
