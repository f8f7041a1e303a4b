import type { Outcome } from "#domain/writeback-row.ts";
import type { EhrCommand } from "#ports/ehr.ts";
import { type ChartedVisit, chartedVisit, concerns, takesTime } from "./appointment.ts";
import { changedInChart, type Desk, done, entryOf, slotTaken, unknown } from "./desk.ts";
import { idIn, Raw } from "./elements.ts";
import { again, type Failure, isStatus, outcomeOf } from "./failure.ts";
import { findBooked } from "./find-booked.ts";
import { newVisit } from "./new-visit.ts";
import { settle } from "./settle.ts";
import { type ChartedSlot, taken } from "./slot.ts";
import { giveBack, giveBackIfFinal, secure } from "./slot-hold.ts";
import type { EntryReply } from "./transaction.ts";

export type Book = EhrCommand & { kind: "appointment.book" };

/** Book a visit: once per key, one visit per slot, whatever is lost on the way. */
export async function book(desk: Desk, command: Book): Promise<Outcome> {
  if (!desk.can.bookAppointment) return { is: "unsupported" };
  const earlier = desk.context.attempt > 1 ? await findBooked(desk, command) : nothing;
  if (earlier.is !== "absent" && earlier.is !== "unsupported") return earlier;
  // A time that staff named without a slot: there is nothing the EHR could be asked to give.
  if (command.slot.ehrId === "") return { is: "unsupported" };
  const slot = await desk.openSlot(command.slot);
  if (!slot) return slotTaken;
  const atOnce = slot.free && desk.can.transaction && desk.can.writeSlot;
  return atOnce ? bookAtOnce(desk, command, slot) : bookInSteps(desk, command, slot);
}
const nothing: Outcome = { is: "absent" };

/** Slot and visit in one transaction. */
async function bookAtOnce(desk: Desk, command: Book, slot: ChartedSlot): Promise<Outcome> {
  const reply = await desk.commit([
    entryOf(taken(slot, desk.key), slot.etag),
    {
      method: "POST",
      url: "Appointment",
      resource: newVisit(desk, command, slot),
      ifNoneExist: desk.ifNoneExist("Appointment"),
    },
  ]);
  if (reply.is === "unknown") return unknown;
  if (reply.is === "mixed") return afterwards(desk, command, undefined);
  if (reply.is === "committed") return accepted(desk, command, reply.entries[1]);
  // Promised in the statement and refused: nothing happened, so the steps can be taken one by one.
  if (isStatus(reply, 404, 405, 501)) return bookInSteps(desk, command, slot);
  return isStatus(reply, 400, 409, 412, 422) ? afterwards(desk, command, reply) : outcomeOf(reply);
}

/** Slot first, then the visit; or the visit alone where slots can't be written. */
async function bookInSteps(desk: Desk, command: Book, slot: ChartedSlot): Promise<Outcome> {
  const stopped = await secure(desk, slot, command.slot);
  if (stopped) return stopped;
  const reply = await desk.create(newVisit(desk, command, slot));
  if (reply.is === "ok") return accepted(desk, command, entryReply(reply));
  if (isStatus(reply, 409, 412)) return refusedInSteps(desk, command);
  return giveBackIfFinal(desk, slot.id, outcomeOf(reply));
}

/** The server sees a clash: with an earlier attempt of ours, or with a visit we don't know of. */
async function refusedInSteps(desk: Desk, command: Book): Promise<Outcome> {
  const earlier = await findBooked(desk, command);
  return earlier.is === "absent" || earlier.is === "unsupported"
    ? giveBack(desk, command.slot.ehrId, slotTaken)
    : earlier;
}

/** After a refused or half-done transaction: what stands in the chart now decides. */
async function afterwards(
  desk: Desk,
  command: Book,
  failure: Failure | undefined,
): Promise<Outcome> {
  const earlier = await findBooked(desk, command);
  if (earlier.is !== "absent" && earlier.is !== "unsupported") return earlier;
  const slot = await desk.slot(command.slot.ehrId);
  if (!slot) return slotTaken;
  // Our mark without our visit: it may be on its way, or the server kept one half. A search after the lag tells.
  if (desk.holds(slot)) return unknown;
  if (!slot.free) return slotTaken;
  if (!failure || isStatus(failure, 409, 412)) return again("slot-version", 1);
  return outcomeOf(failure);
}

async function accepted(
  desk: Desk,
  command: Book,
  reply: EntryReply | undefined,
): Promise<Outcome> {
  const visit = await created(desk, reply);
  // Accepted, and it can't be told as what: a search will.
  if (visit === undefined) return unknown;
  if (!concerns(visit, command.patientId)) {
    desk.http.log("ehr.wrong-patient", { type: "Appointment" });
    return unknown;
  }
  // If-None-Exist may answer with a visit of ours that the practice has cancelled since.
  if (!takesTime(visit) && visit.status !== "proposed") return changedInChart;
  await desk.step("appointment", `Appointment/${visit.id}`);
  if (desk.slotsGuarded) return done(visit);
  // Nothing kept others from the slot. Who was first shows once searches have caught up.
  return desk.can.searchLagSeconds > 0 ? unknown : settle(desk, command, visit);
}

async function created(
  desk: Desk,
  reply: EntryReply | undefined,
): Promise<ChartedVisit | undefined> {
  const shown = reply?.resource && chartedVisit(reply.resource, reply.etag);
  if (shown) return shown;
  const id = idIn(reply?.location, "Appointment");
  return id === undefined ? undefined : desk.visit(id);
}

function entryReply(reply: {
  status: number;
  location?: string;
  etag?: string;
  body: unknown;
}): EntryReply {
  const resource = Raw.safeParse(reply.body);
  return {
    ok: true,
    status: reply.status,
    location: reply.location,
    etag: reply.etag,
    resource:
      resource.success && resource.data["resourceType"] === "Appointment"
        ? resource.data
        : undefined,
  };
}
