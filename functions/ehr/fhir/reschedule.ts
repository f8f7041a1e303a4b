import type { Outcome } from "#domain/writeback-row.ts";
import type { EhrCommand } from "#ports/ehr.ts";
import { type ChartedVisit, chartedVisit, isChangeable, takesTime } from "./appointment.ts";
import { changedInChart, type Desk, done, entryOf, slotTaken, unknown } from "./desk.ts";
import { Raw, utc } from "./elements.ts";
import { again, type Failure, isStatus, outcomeOf } from "./failure.ts";
import { marked, movedTo } from "./moved-visit.ts";
import { outranked } from "./rivals.ts";
import { ownerOf } from "./settle.ts";
import { type ChartedSlot, opened, taken } from "./slot.ts";
import {
  giveBack,
  giveBackIfFinal,
  hold,
  leftSlot,
  openLeft,
  release,
  secure,
} from "./slot-hold.ts";

export type Reschedule = EhrCommand & { kind: "appointment.reschedule" };

/** Where a visit stands between its old time and its new one. */
type Standing = "moved" | "ready" | "changed";
function standing(visit: ChartedVisit | undefined, command: Reschedule): Standing {
  if (!visit) return "changed";
  const there =
    visit.start === utc(command.slot.start) &&
    (visit.slotId === undefined || visit.slotId === command.slot.ehrId);
  if (there && (takesTime(visit) || isChangeable(visit))) return "moved";
  return isChangeable(visit) && visit.start === utc(command.from.start) ? "ready" : "changed";
}

/** Move a visit to another slot. Its old time stands until the new one is certain. */
export async function reschedule(desk: Desk, command: Reschedule): Promise<Outcome> {
  if (!desk.can.rescheduleAppointment) return { is: "unsupported" };
  const visit = await desk.named(command);
  if (visit && standing(visit, command) === "moved") return finishMove(desk, command, visit);
  if (!visit || standing(visit, command) === "changed")
    return giveBack(desk, command.slot.ehrId, changedInChart);
  const slot = await desk.openSlot(command.slot);
  if (!slot) return slotTaken;
  const oldSlot = await leftSlot(desk, visit.slotId ?? command.from.slotId, visit);
  const move = { command, visit, slot, left: oldSlot?.id === slot.id ? undefined : oldSlot };
  const atOnce = slot.free && desk.can.transaction && desk.can.writeSlot;
  return atOnce ? moveAtOnce(desk, move) : moveInSteps(desk, move);
}

/** What an earlier attempt came to, its loose ends tied up. */
export async function findMoved(desk: Desk, command: Reschedule): Promise<Outcome> {
  const visit = await desk.named(command);
  switch (standing(visit, command)) {
    case "moved":
      return visit ? finishMove(desk, command, visit) : changedInChart;
    case "ready":
      return { is: "absent" };
    case "changed":
      return giveBack(desk, command.slot.ehrId, changedInChart);
  }
}

interface Move {
  readonly command: Reschedule;
  readonly visit: ChartedVisit;
  readonly slot: ChartedSlot;
  /** The slot to be opened again, if there is one. */
  readonly left: ChartedSlot | undefined;
}

async function moveAtOnce(desk: Desk, move: Move): Promise<Outcome> {
  const { visit, slot, left, command } = move;
  const reply = await desk.commit([
    entryOf(taken(slot, desk.key), slot.etag),
    entryOf(marked(movedTo(visit, command.slot), desk.key), visit.etag),
    ...(left ? [entryOf(opened(left), left.etag)] : []),
  ]);
  if (reply.is === "unknown" || reply.is === "mixed") return unknown;
  if (reply.is === "committed")
    return afterMove(desk, command, { ...visit, etag: reply.entries[1]?.etag });
  if (isStatus(reply, 404, 405, 501)) return moveInSteps(desk, move);
  return isStatus(reply, 400, 409, 412, 422) ? afterwards(desk, command, reply) : outcomeOf(reply);
}

async function moveInSteps(desk: Desk, { visit, slot, left, command }: Move): Promise<Outcome> {
  const stopped = await secure(desk, slot, command.slot);
  if (stopped) return stopped;
  await desk.step("from", [visit.practitionerId, visit.locationId].join("/"));
  const reply = await desk.put(entryOf(marked(movedTo(visit, command.slot), desk.key), visit.etag));
  if (reply.is === "ok") {
    await desk.step("appointment", command.reference);
    // Certain that it moved, uncertain about the old slot: the search for the move ties that up.
    if (!(await openLeft(desk, left, visit))) return unknown;
    return afterMove(desk, command, written(reply.body, { ...visit, etag: reply.etag }));
  }
  if (isStatus(reply, 404, 409, 410, 412)) return afterwards(desk, command, reply);
  return giveBackIfFinal(desk, slot.id, outcomeOf(reply));
}

function written(body: unknown, visit: ChartedVisit): ChartedVisit {
  const raw = Raw.safeParse(body);
  return (raw.success && chartedVisit(raw.data, visit.etag)) || visit;
}

/** After a refusal: what stands in the chart now decides. */
async function afterwards(desk: Desk, command: Reschedule, failure: Failure): Promise<Outcome> {
  const visit = await desk.named(command);
  const now = standing(visit, command);
  if (visit && now === "moved") return finishMove(desk, command, visit);
  if (now === "changed") return giveBack(desk, command.slot.ehrId, changedInChart);
  const slot = await desk.slot(command.slot.ehrId);
  if (!slot || (!slot.free && !desk.holds(slot))) return slotTaken;
  return isStatus(failure, 409, 412) ? again("version", 1) : outcomeOf(failure);
}

/** The visit is at its new time: hold the new slot and open the old one, if an earlier attempt did not. */
async function finishMove(desk: Desk, command: Reschedule, visit: ChartedVisit): Promise<Outcome> {
  const ours = visit.correlationIds.includes(desk.key) || desk.stepDone("from") !== undefined;
  // Moved there by somebody else: as wished, and the slots are theirs.
  if (!ours) return done(visit);
  if (await lostNewSlot(desk, command, visit)) return stepBack(desk, command, visit);
  return (await release(desk, command.from.slotId, visit)) ? done(visit) : unknown;
}

async function afterMove(desk: Desk, command: Reschedule, visit: ChartedVisit): Promise<Outcome> {
  if (desk.slotsGuarded) return done(visit);
  if (desk.can.searchLagSeconds > 0) return unknown;
  return (await outrankedThere(desk, command, visit))
    ? stepBack(desk, command, visit)
    : done(visit);
}

async function lostNewSlot(desk: Desk, command: Reschedule, visit: ChartedVisit): Promise<boolean> {
  const owner = await ownerOf(desk, command.slot);
  return owner === "another" || (owner === "unclear" && outrankedThere(desk, command, visit));
}

const outrankedThere = async (desk: Desk, { slot }: Reschedule, visit: ChartedVisit) =>
  desk.abilities.findsRivals && (await outranked(desk, visit, slot));

/** Another was first at the new time: the visit goes back to its old one. */
async function stepBack(desk: Desk, command: Reschedule, visit: ChartedVisit): Promise<Outcome> {
  const { slotId, start } = command.from;
  const oldSlot = slotId !== undefined && desk.can.writeSlot ? await desk.slot(slotId) : undefined;
  if (oldSlot?.free) {
    const stopped = await hold(desk, oldSlot);
    // The old time is gone as well: a person must find one. Anything else can be tried again.
    if (stopped) return stopped.is === "conflict" ? { is: "unsupported" } : unknown;
  }
  const [practitionerId = "", locationId = ""] = (desk.stepDone("from") ?? "").split("/");
  const length = Date.parse(visit.end) - Date.parse(visit.start);
  const end = new Date(Date.parse(start) + length).toISOString();
  const back = movedTo(visit, { ehrId: slotId, start, end, practitionerId, locationId });
  const reply = await desk.put(entryOf(back, visit.etag));
  return reply.is === "ok" ? slotTaken : unknown;
}
