import type { Appointment, appointmentsApi } from "#domain/appointments.ts";
import { canChange, changeableUntil, isOpen } from "#domain/appointments-rules.ts";
import type { Override } from "#domain/desk.ts";
import { Problem } from "#domain/problem.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Intent } from "#ports/ledger.ts";
import type { BookingPorts } from "./ports.ts";
import { rereadVisit, visitOf } from "./read.ts";
import { withdraw } from "./request-visit.ts";
import { orOtherTimes, refuseBusy, type TimeAsked, timeAsked } from "./time-asked.ts";
import { toAppointment } from "./visit.ts";
import type { CancelPayload, ReschedulePayload } from "./write-backs.ts";

type Api = Handlers<typeof appointmentsApi>;

/** Cancels: the visit stays as the chart has it until the chart has the cancellation. */
export const cancel = (ports: BookingPorts): Api["cancel"] => ({
  async run(access, { id, reason }) {
    const visit = await visitOf(ports, access, id);
    return cancelVisit(ports, access, { visit, reason });
  },
  reread: rereadVisit(ports),
});

/** The same for staff, who may set the notice aside. */
export async function cancelVisit(
  ports: BookingPorts,
  access: ChartAccess,
  asked: { visit: Visit; reason?: string | undefined; overrides?: readonly Override[] },
): Promise<Appointment> {
  const { visit, reason, overrides = [] } = asked;
  if (visit.status === "cancelled" || visit.change?.kind === "cancel")
    return toAppointment(visit, { practice: access.practice, now: access.now });
  const withdrawn = await withdraw(ports, access, visit);
  if (withdrawn) return withdrawn;
  refuseUnchangeable(visit, access, overrides);
  const payload: CancelPayload = reason ? { reason } : {};
  const saved = { state: "saved", since: access.now, nextStep: "wait" } as const;
  return commit(ports, access, {
    visit,
    kind: "appointment.cancel",
    payload,
    change: { kind: "cancel", writeBack: saved, rowId: rowId(visit) },
    overrides,
  });
}

/** Moves a visit: the old time is given back only once the chart has the new one. */
export const reschedule = (ports: BookingPorts): Api["reschedule"] => ({
  async run(access, { id, ...time }) {
    const visit = await visitOf(ports, access, id);
    return moveVisit(ports, access, { visit, time });
  },
  reread: rereadVisit(ports),
});

/** The same for staff, who may set the notice aside. */
export async function moveVisit(
  ports: BookingPorts,
  access: ChartAccess,
  given: {
    visit: Visit;
    time: { slotId?: string | undefined; holdId?: string | undefined };
    overrides?: readonly Override[];
  },
): Promise<Appointment> {
  const { visit, time, overrides = [] } = given;
  refuseUnchangeable(visit, access, overrides);
  if (!visit.reference) throw new Problem("appointments.change-pending");
  const asked = await timeAsked(ports, access, time);
  const { offer, visitType, slot } = asked;
  // A move changes when, not what: another kind of visit has its own length and its own rules.
  if (visitType.id !== visit.visitType.id) throw new Problem("not-found");
  return orOtherTimes(ports, access, {
    offer,
    visitTypeId: visitType.id,
    start: slot.start,
    step: () => move(ports, access, { visit, asked, overrides }),
  });
}

async function move(
  ports: BookingPorts,
  access: ChartAccess,
  { visit, asked, overrides }: { visit: Visit; asked: TimeAsked; overrides: readonly Override[] },
): Promise<Appointment> {
  const { practice, patientId, now, requestId } = access;
  const { slot, ref, day, holdId } = asked;
  // Asking twice for the time it already has is not a change.
  if (ref.ehrId === visit.slotEhrId) return toAppointment(visit, { practice, now });
  refuseBusy(asked, access);
  const payload: ReschedulePayload = {
    slot: ref,
    practitioner: slot.practitioner,
    location: slot.location,
    visitTypeId: asked.visitType.id,
    from: { slotId: visit.slotEhrId, start: visit.start },
  };
  const { start, end, practitioner, location } = slot;
  const claim = { practiceId: practice.id, day, slotEhrId: ref.ehrId, patientId, requestId, now };
  return commit(ports, access, {
    visit,
    kind: "appointment.reschedule",
    payload,
    change: {
      kind: "reschedule",
      start,
      end,
      practitioner,
      location,
      writeBack: { state: "saved", since: now, nextStep: "wait" },
      rowId: rowId(visit),
      slotEhrId: ref.ehrId,
    },
    overrides,
    also: [
      ports.calendar.claiming({ ...claim, visitId: visit.id }),
      ...(holdId ? [ports.calendar.holdRemoved(practice.id, patientId, holdId)] : []),
    ],
  });
}

const rowId = (visit: Visit) => `${visit.id}.${String(visit.intents + 1).padStart(3, "0")}`;

async function commit(
  ports: BookingPorts,
  access: ChartAccess,
  asked: {
    visit: Visit;
    kind: Intent["kind"];
    payload: unknown;
    change: NonNullable<Visit["change"]>;
    overrides: readonly Override[];
    also?: Parameters<BookingPorts["ledger"]["commit"]>[2];
  },
): Promise<Appointment> {
  const { practice, patientId, now, requestId } = access;
  const { visit, kind, payload, change, also = [] } = asked;
  const number = visit.intents + 1;
  const changed: Visit = {
    ...visit,
    change,
    intents: number,
    version: visit.version + 1,
    ...(change.kind === "cancel" ? { writeBack: change.writeBack } : {}),
  };
  await ports.ledger.commit(
    { ...access, about: { overrides: asked.overrides } },
    {
      practiceId: practice.id,
      patientId,
      connectionId: practice.connectionId,
      aggregate: visit.id,
      number,
      kind,
      payload,
    },
    [
      ...also,
      {
        ...ports.visits.saving(changed, requestId),
        otherwise: new Problem("appointments.change-pending"),
      },
    ],
  );
  const settled = await ports.visits.read(practice.id, patientId, visit.id);
  return toAppointment(settled ?? changed, { practice, now });
}

function refuseUnchangeable(
  visit: Visit,
  { now }: ChartAccess,
  overrides: readonly Override[],
): void {
  if (!isOpen(visit, now)) throw new Problem("appointments.not-changeable");
  if (visit.change && visit.change.writeBack.state !== "needs-attention")
    throw new Problem("appointments.change-pending");
  // Asked for, and nobody knows whether the chart has it: there is no notice to keep, a person has to look.
  if (visit.status === "proposed" && !visit.reference) return;
  if (overrides.some(({ rule }) => rule === "notice")) return;
  const until = changeableUntil(visit.start, visit.noticeHours);
  if (!canChange({ ...visit, change: undefined, changeableUntil: until }, now))
    throw new Problem("appointments.too-late-to-change");
}
