import type { Outcome } from "#domain/writeback-row.ts";
import type { EhrCommand } from "#ports/ehr.ts";
import { type ChartedVisit, isChangeable } from "./appointment.ts";
import { changedInChart, type Desk, done, entryOf, unknown } from "./desk.ts";
import type { Raw } from "./elements.ts";
import { again, type Failure, isStatus, outcomeOf } from "./failure.ts";
import { marked } from "./moved-visit.ts";
import { type ChartedSlot, opened } from "./slot.ts";
import { leftSlot, openLeft, release } from "./slot-hold.ts";

export type Cancel = EhrCommand & { kind: "appointment.cancel" };

/** Cancel a visit and open its slot. A visit that is cancelled already is as wished. */
export async function cancel(desk: Desk, command: Cancel): Promise<Outcome> {
  if (!desk.can.cancelAppointment) return { is: "unsupported" };
  const visit = await desk.named(command);
  if (!visit) return changedInChart;
  if (visit.status === "cancelled") return finish(desk, command, visit);
  if (!isChangeable(visit)) return changedInChart;
  const left = await leftSlot(desk, visit.slotId ?? command.slotId, visit);
  return left && desk.can.transaction
    ? cancelAtOnce(desk, command, { visit, left })
    : cancelInSteps(desk, command, { visit, left });
}

/** What an earlier attempt came to, its loose ends tied up. */
export async function findCancelled(desk: Desk, command: Cancel): Promise<Outcome> {
  const visit = await desk.named(command);
  if (!visit) return changedInChart;
  if (visit.status === "cancelled") return finish(desk, command, visit);
  return isChangeable(visit) ? { is: "absent" } : changedInChart;
}

interface Found {
  readonly visit: ChartedVisit;
  readonly left: ChartedSlot | undefined;
}

async function cancelAtOnce(
  desk: Desk,
  command: Cancel,
  { visit, left }: Found & { left: ChartedSlot },
): Promise<Outcome> {
  const reply = await desk.commit([
    entryOf(cancelled(desk, visit, command), visit.etag),
    entryOf(opened(left), left.etag),
  ]);
  if (reply.is === "unknown" || reply.is === "mixed") return unknown;
  if (reply.is === "committed") return done({ id: visit.id, etag: reply.entries[0]?.etag });
  if (isStatus(reply, 404, 405, 501)) return cancelInSteps(desk, command, { visit, left });
  return isStatus(reply, 400, 409, 412, 422) ? afterwards(desk, command, reply) : outcomeOf(reply);
}

async function cancelInSteps(
  desk: Desk,
  command: Cancel,
  { visit, left }: Found,
): Promise<Outcome> {
  if (left) await desk.step("leaves", left.id);
  const reply = await desk.put(entryOf(cancelled(desk, visit, command), visit.etag));
  if (reply.is === "unknown") return unknown;
  if (reply.is !== "ok")
    return isStatus(reply, 404, 409, 410, 412)
      ? afterwards(desk, command, reply)
      : outcomeOf(reply);
  await desk.step("appointment", command.reference);
  // Cancelled for certain; whether its slot is open again, the next look ties up.
  if (!(await openLeft(desk, left, visit))) return unknown;
  return done({ id: visit.id, etag: reply.etag });
}

async function afterwards(desk: Desk, command: Cancel, failure: Failure): Promise<Outcome> {
  const now = await findCancelled(desk, command);
  if (now.is !== "absent") return now;
  return isStatus(failure, 409, 412) ? again("version", 1) : outcomeOf(failure);
}

/** Opens the slot if this very write cancelled the visit; else the slot is somebody else's business. */
async function finish(desk: Desk, command: Cancel, visit: ChartedVisit): Promise<Outcome> {
  const ours = visit.correlationIds.includes(desk.key) || desk.stepDone("leaves") !== undefined;
  const opened = !ours || (await release(desk, visit.slotId ?? command.slotId, visit));
  return opened ? done(visit) : unknown;
}

const cancelled = (desk: Desk, visit: ChartedVisit, { reason }: Cancel): Raw =>
  marked(
    {
      ...visit.raw,
      status: "cancelled",
      ...(reason === undefined ? {} : { cancelationReason: { text: reason } }),
    },
    desk.key,
  );
