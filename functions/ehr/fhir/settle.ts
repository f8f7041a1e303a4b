import type { Outcome } from "#domain/writeback-row.ts";
import type { SlotRef } from "#ports/ehr.ts";
import type { ChartedVisit } from "./appointment.ts";
import { type Desk, done, entryOf, slotTaken, unknown } from "./desk.ts";
import { outcomeOf } from "./failure.ts";
import { outranked } from "./rivals.ts";
import { hold } from "./slot-hold.ts";

/**
 * A visit of ours is in the chart: make its slot ours too, or find out that another was first and step back.
 */
export async function settle(
  desk: Desk,
  { slot: place }: { slot: SlotRef },
  visit: ChartedVisit,
): Promise<Outcome> {
  if (await slotIsOurs(desk, place)) return done(visit);
  if (!desk.abilities.findsRivals) return done(visit);
  const lost =
    desk.context.steps["outranked"] !== undefined || (await outranked(desk, visit, place));
  if (!lost) return done(visit);
  await desk.context.step("outranked", `Appointment/${visit.id}`);
  return (await cancelOurs(desk, visit)) ?? slotTaken;
}

/** True only where it is certain: marked by us, under versions that keep others out. */
async function slotIsOurs(desk: Desk, place: SlotRef): Promise<boolean> {
  if (!desk.can.writeSlot) return false;
  const slot = await desk.slot(place.ehrId);
  if (!slot) return false;
  if (!slot.free) return desk.slotsGuarded && slot.heldBy.includes(desk.key);
  const stopped = await hold(desk, slot);
  return stopped === undefined && desk.slotsGuarded;
}

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
