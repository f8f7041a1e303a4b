import type { Slot, VisitType } from "#domain/appointments.ts";
import type { Instant, LocalDay } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import type { ChartAccess } from "#http/access.ts";
import type { Offer } from "#ports/appointments.ts";
import type { EhrSlot, SlotRef } from "#ports/ehr.ts";
import { offerOf } from "./offer.ts";
import { LEAD_SECONDS, otherSlots, shownSlot, slotById } from "./open-slots.ts";
import type { AppointmentPorts } from "./ports.ts";

/** The time a request names, by slot or by hold, with all that booking it needs. */
export interface TimeAsked {
  readonly offer: Offer;
  readonly visitType: VisitType;
  readonly slot: Slot;
  readonly ehrSlot: EhrSlot;
  readonly ref: SlotRef;
  readonly day: LocalDay;
  readonly holdId: string | undefined;
}

export async function timeAsked(
  ports: AppointmentPorts,
  access: ChartAccess,
  asked: { slotId?: string | undefined; holdId?: string | undefined },
): Promise<TimeAsked> {
  const { practice } = access;
  const id = asked.slotId ?? (await heldSlot(ports, access, asked.holdId ?? ""));
  const [{ slot: ehrSlot, day, visitTypeId }, offer] = await Promise.all([
    slotById(ports, practice, id),
    offerOf(ports, practice),
  ]);
  const visitType = offer.visitTypes.find((type) => type.id === visitTypeId);
  const [slot] = shownSlot(ehrSlot, { offer, practice, visitTypeId });
  if (!visitType || !slot) throw new Problem("not-found");
  const { id: ehrId, start, end, practitionerId, locationId } = ehrSlot;
  const ref = { ehrId, start, end, practitionerId, locationId };
  return { offer, visitType, slot, ehrSlot, ref, day, holdId: asked.holdId };
}

async function heldSlot(
  ports: AppointmentPorts,
  { practice, patientId, now }: ChartAccess,
  holdId: string,
): Promise<string> {
  const holds = await ports.calendar.holds(practice.id, patientId);
  const hold = holds.find(({ id }) => id === holdId);
  if (!hold || hold.expiresAt <= now) throw new Problem("appointments.hold-expired");
  return hold.slotId;
}

/** Runs a step that may lose the slot to someone else; the loser is told the nearest other times. */
export async function orOtherTimes<T>(
  ports: AppointmentPorts,
  access: ChartAccess,
  about: { offer: Offer; visitTypeId: string; start: Instant; step: () => Promise<T> },
): Promise<T> {
  try {
    return await about.step();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "appointments.slot-taken") throw error;
    const { practice, patientId } = access;
    const { offer, visitTypeId, start } = about;
    const wanted = { visitTypeId, start, patientId };
    const slots = await otherSlots(ports, { practice, offer }, wanted);
    throw new Problem("appointments.slot-taken", { slots });
  }
}

/** Refuses a time the mirror already knows to be taken or too near, before anything is written. A hold keeps its time. */
export function refuseBusy(
  { ehrSlot, holdId }: TimeAsked,
  { now, relation }: Pick<ChartAccess, "now" | "relation">,
): void {
  // The desk may give the next free chair away; a patient on the way needs time to come.
  const ahead = holdId === undefined && relation !== "staff";
  const earliest = ahead ? addSeconds(now, LEAD_SECONDS) : now;
  if (ehrSlot.status === "busy" || ehrSlot.start <= earliest)
    throw new Problem("appointments.slot-taken");
}
