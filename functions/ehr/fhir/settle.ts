import type { Outcome } from "#domain/writeback-row.ts";
import type { SlotRef } from "#ports/ehr.ts";
import type { ChartedVisit } from "./appointment.ts";
import { type Desk, done, entryOf, slotTaken, unknown } from "./desk.ts";
import { NoAnswer, outcomeOf } from "./failure.ts";
import { outranked } from "./rivals.ts";
import { hold, release } from "./slot-hold.ts";

/**
 * A visit of ours is in the chart: make its slot ours too, or find out that another was first and step back.
 */
export async function settle(
  desk: Desk,
  { slot: place }: { slot: SlotRef },
  visit: ChartedVisit,
): Promise<Outcome> {
  const whose = await ownerOf(desk, place);
  if (whose === "us") return done(visit);
  if (whose === "unclear" && !(await lost(desk, place, visit))) return done(visit);
  await desk.step("outranked", `Appointment/${visit.id}`);
  const stopped = await cancelOurs(desk, visit);
  if (stopped) return stopped;
  return (await release(desk, place.ehrId, visit)) ? slotTaken : unknown;
}

async function lost(desk: Desk, place: SlotRef, visit: ChartedVisit): Promise<boolean> {
  if (desk.stepDone("outranked") !== undefined) return true;
  return desk.abilities.findsRivals && outranked(desk, visit, place);
}

/**
 * Whose slot it is, taken for us if it is free. Certain only where versions keep others out: then whose mark it
 * bears, has it.
 */
export async function ownerOf(desk: Desk, place: SlotRef): Promise<"us" | "another" | "unclear"> {
  if (!desk.can.writeSlot) return "unclear";
  const slot = await desk.slot(place.ehrId);
  if (!slot) return "unclear";
  if (slot.free) {
    const stopped = await hold(desk, slot);
    if (stopped && stopped.is !== "conflict") throw new NoAnswer("slot-not-held");
    return certain(desk, stopped ? "another" : "us");
  }
  if (slot.heldBy.length === 0) return "unclear";
  return certain(desk, slot.heldBy.includes(desk.key) ? "us" : "another");
}

const certain = (desk: Desk, owner: "us" | "another") => (desk.slotsGuarded ? owner : "unclear");

/** Cancel a visit that should not have come about. Undefined: done; otherwise what to answer instead. */
export async function cancelOurs(desk: Desk, visit: ChartedVisit): Promise<Outcome | undefined> {
  const resource = { ...visit.raw, status: "cancelled" };
  const reply = await desk.put(entryOf(resource, visit.etag));
  if (reply.is === "ok") return undefined;
  // It still stands. Unknown, not retry: only a search finds it again.
  const outcome = outcomeOf(reply);
  desk.http.log("ehr.not-undone", { outcome: outcome.is });
  return unknown;
}
