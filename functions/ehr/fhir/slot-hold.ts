import type { Outcome } from "#domain/writeback-row.ts";
import type { SlotRef } from "#ports/ehr.ts";
import type { ChartedVisit } from "./appointment.ts";
import { type Desk, slotTaken } from "./desk.ts";
import { again, isStatus, outcomeOf, type Reply } from "./failure.ts";
import { rivals } from "./rivals.ts";
import type { ChartedSlot } from "./slot.ts";

/** Take a free slot under its version. Undefined: it is held; otherwise what this write has come to. */
export async function hold(desk: Desk, slot: ChartedSlot): Promise<Outcome | undefined> {
  const reply = await desk.take(slot);
  if (reply.is === "ok") {
    await desk.step("slot", reply.etag ?? "busy");
    return undefined;
  }
  if (isStatus(reply, 404, 410)) return slotTaken;
  if (!isStatus(reply, 409, 412)) return outcomeOf(reply);
  const now = await desk.slot(slot.id);
  if (now && desk.holds(now)) return undefined;
  // Free under another version: somebody touched it without taking it.
  return now?.free ? again("slot-version", 1) : slotTaken;
}

/**
 * Before a visit is written step by step: its slot is taken, or where nothing can guard the slot at least nobody is
 * in it yet. Undefined: go on.
 */
export async function secure(
  desk: Desk,
  slot: ChartedSlot,
  place: SlotRef,
): Promise<Outcome | undefined> {
  const guarded = desk.slotsGuarded || !desk.abilities.findsRivals;
  if (!guarded && (await rivals(desk, place, "")).length > 0) return slotTaken;
  return slot.free && desk.can.writeSlot ? hold(desk, slot) : undefined;
}

/** A refusal for good gives the slot back; one that may pass keeps it for the next attempt. */
export const giveBackIfFinal = (desk: Desk, slotId: string, outcome: Outcome): Promise<Outcome> =>
  outcome.is === "rejected" || outcome.is === "unsupported"
    ? giveBack(desk, slotId, outcome)
    : Promise.resolve(outcome);

/** Open a slot this write holds, for its visit was refused. Then the refusal stands; else the slot would leak: again. */
export async function giveBack(desk: Desk, slotId: string, refusal: Outcome): Promise<Outcome> {
  if (!desk.can.writeSlot) return refusal;
  const slot = await desk.slot(slotId);
  if (!slot || !desk.holds(slot)) return refusal;
  const reply = await desk.open(slot);
  return reply.is === "ok" || isStatus(reply, 404, 410) ? refusal : again("slot-not-given-back");
}

/**
 * The slot a visit has left, if it may be opened: it is busy and for this visit, as far as anyone can tell. A slot
 * marked by another write-back, or with another visit on it, belongs to somebody else by now.
 */
export async function leftSlot(
  desk: Desk,
  slotId: string | undefined,
  visit: ChartedVisit,
): Promise<ChartedSlot | undefined> {
  if (slotId === undefined || !desk.can.writeSlot) return undefined;
  const slot = await desk.slot(slotId);
  if (!slot || slot.free) return undefined;
  if (slot.heldBy.length > 0 && !slot.heldBy.some((key) => visit.correlationIds.includes(key)))
    return undefined;
  return (await hasAnother(desk, slot, visit)) ? undefined : slot;
}

/** A mark may be older than the visit that is there now: some servers open and fill slots by themselves. */
async function hasAnother(desk: Desk, slot: ChartedSlot, visit: ChartedVisit): Promise<boolean> {
  if (!desk.abilities.findsRivals) return false;
  const place = { ehrId: slot.id, start: slot.start, end: slot.end };
  const others = await rivals(desk, { ...place, practitionerId: visit.practitionerId }, visit.id);
  return others.some((other) => other.slotId === slot.id);
}

/** Open a slot as read before the visit left it. False when it should be looked at again. */
export async function openLeft(
  desk: Desk,
  left: ChartedSlot | undefined,
  visit: ChartedVisit,
): Promise<boolean> {
  const reply = left && (await desk.open(left));
  if (reply === undefined || reply.is === "ok") return true;
  // Changed since: some servers open a slot themselves when its visit goes.
  return isStatus(reply, 409, 412) ? release(desk, left?.id, visit) : givenUp(desk, reply);
}

/** Open the slot a visit has left, if it is still for this visit. False when it should be tried again. */
export async function release(
  desk: Desk,
  slotId: string | undefined,
  visit: ChartedVisit,
): Promise<boolean> {
  const slot = await leftSlot(desk, slotId, visit);
  if (!slot) return true;
  const reply = await desk.open(slot);
  return reply.is === "ok" || givenUp(desk, reply);
}

/** A server that refuses for good to open a slot has its reasons; the visit itself is where it should be. */
function givenUp(desk: Desk, reply: Reply): boolean {
  if (reply.is !== "refused" || !isStatus(reply, 400, 403, 404, 405, 410, 422)) return false;
  desk.http.log("ehr.slot-not-opened", { status: reply.status });
  return true;
}
