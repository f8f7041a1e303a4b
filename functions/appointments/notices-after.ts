import * as z from "zod/mini";
import type { Instant } from "#domain/identifiers.ts";
import { firstOffered, isOver, type NoticeEvent } from "#domain/notices.ts";
import { addSeconds } from "#domain/time.ts";
import type { Row } from "#domain/writeback-row.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Announcer } from "#ports/notices.ts";
import type { Change } from "#ports/store.ts";

interface Told {
  readonly event: NoticeEvent;
  readonly start: Instant;
  readonly notBefore?: Instant;
}

/** What the patient is told when a row has its final answer; the notice goes into the settling transaction. */
export function noticesAfter(
  ports: { notices: Announcer; clock: () => string },
  row: Row,
  visit: Visit | undefined,
): Change[] {
  // A visit only asked for has no time yet that could be told.
  const told = visit && !visit.preferred ? settled(row, visit) : undefined;
  if (!told) return [];
  const { practiceId, patientId, aggregate: visitId } = row;
  return [
    ports.notices.announcing({
      // A row that a person starts over settles again: its version tells the two apart.
      key: `${row.id}.${row.version}.${told.event}`,
      practiceId,
      patientId,
      visitId,
      at: ports.clock(),
      ...told,
    }),
  ];
}

function settled(row: Row, visit: Visit): Told | undefined {
  const done = row.state === "done";
  if (!done && row.state !== "conflict" && row.state !== "rejected") return undefined;
  if (row.kind === "appointment.book") return done ? booked(visit) : unconfirmed(visit);
  if (!done) return { event: isOver(visit.status) ? "cancelled" : "kept", start: visit.start };
  if (row.kind === "appointment.reschedule")
    return { event: "changed", start: newTime(row.payload) };
  return isOver(visit.status) ? undefined : { event: "cancelled", start: visit.start };
}

/** Not told of a booking that is being cancelled: the cancellation is. */
const booked = (visit: Visit): Told | undefined =>
  isOnItsWay(visit, "cancel") ? undefined : { event: "booked", start: visit.start };

const unconfirmed = (visit: Visit): Told | undefined =>
  isOver(visit.status) ? undefined : { event: "unconfirmed", start: visit.start };

const isOnItsWay = ({ change }: Visit, kind: "cancel" | "reschedule") =>
  change?.kind === kind && change.writeBack.state === "saved";

const MovedTo = z.object({ slot: z.object({ start: z.string() }) });
const newTime = (payload: unknown) => MovedTo.parse(payload).slot.start;

/** A booking still only saved after this long is worth a word, seconds. */
const WAITING_SECONDS = 15 * 60;

/** Told when its time comes, and only if the booking is then still not confirmed. */
export const noticeOfWaiting = (
  ports: { notices: Announcer; clock: () => string },
  row: Row,
  visit: Visit,
): Change => {
  const { practiceId, patientId, id: visitId, start } = visit;
  return ports.notices.announcing({
    key: `${row.id}.waiting`,
    event: "waiting",
    at: ports.clock(),
    notBefore: addSeconds(row.createdAt, WAITING_SECONDS),
    ...{ practiceId, patientId, visitId, start },
  });
};

/** What a patient is told of a visit they asked for; goes into the transaction of that step, with the visit after it. */
export function noticeOfRequest(
  ports: { notices: Announcer },
  event: "asked" | "offered" | "declined",
  { visit, now }: { visit: Visit; now: Instant },
): Change {
  const { id: visitId, practiceId, patientId, version } = visit;
  return ports.notices.announcing({
    key: `${visitId}.v${version}.${event}`,
    event,
    at: now,
    start: event === "offered" ? firstOffered(visit.offered) : visit.start,
    ...{ practiceId, patientId, visitId },
  });
}

/** A visit that was cancelled and is there again may only have been read too early: it is told when it stays. */
const REVIVED_SECONDS = 60;

/** What the patient is told when the practice changed a visit in the chart. What was asked for here, its row tells. */
export function noticesOfChart(
  ports: { notices: Announcer },
  { before, after }: { before: Visit | undefined; after: Visit },
  now: Instant,
): Change[] {
  const told = before && after.start > now ? changedInChart(before, after, now) : undefined;
  if (!told) return [];
  const { id: visitId, practiceId, patientId, sequence } = after;
  const key = `${visitId}.chart-${sequence}.${told.event}`;
  return [ports.notices.announcing({ key, practiceId, patientId, visitId, at: now, ...told })];
}

const NOT_YET = ["proposed", "pending", "waitlist"];

function changedInChart(before: Visit, after: Visit, now: Instant): Told | undefined {
  const { start } = after;
  if (isOver(after.status))
    return isOver(before.status) || isOnItsWay(before, "cancel")
      ? undefined
      : { event: "cancelled", start };
  if (isOver(before.status))
    return { event: "booked", start, notBefore: addSeconds(now, REVIVED_SECONDS) };
  if (NOT_YET.includes(before.status) && after.status === "booked")
    return { event: "booked", start };
  const ours = isOnItsWay(before, "reschedule") && askedFor(before) === start;
  return before.start === start || ours ? undefined : { event: "changed", start };
}

const askedFor = ({ change }: Visit) => change?.start;
