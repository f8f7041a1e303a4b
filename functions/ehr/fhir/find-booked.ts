import type { Outcome } from "#domain/writeback-row.ts";
import { type ChartedVisit, chartedVisit, concerns, takesTime } from "./appointment.ts";
import type { Book } from "./book.ts";
import { changedInChart, type Desk, done, slotTaken } from "./desk.ts";
import { utc, WRITE_BACK } from "./elements.ts";
import { refuseWrongPatient } from "./reads.ts";
import { mapped, search } from "./search.ts";
import { cancelOurs, settle } from "./settle.ts";
import type { Query } from "./transport.ts";

/** What earlier attempts of this booking left in the chart; what they left undone is finished. */
export async function findBooked(desk: Desk, command: Book): Promise<Outcome> {
  const queries = questionsFor(desk, command);
  if (queries.length === 0) return { is: "unsupported" };
  for (const query of queries) {
    const outcome = await found(desk, command, query);
    if (outcome) return outcome;
  }
  return { is: "absent" };
}

async function found(desk: Desk, command: Book, query: Query): Promise<Outcome | undefined> {
  const raws = await search(desk.http, { type: "Appointment", query, signal: desk.signal });
  const visits = mapped(desk.http, raws, chartedVisit);
  if (visits.some((visit) => !concerns(visit, command.patientId)))
    refuseWrongPatient(desk.http, "Appointment");
  const ours = visits.filter((visit) => isOurs(desk, visit, command));
  const [standing, ...doubles] = ours.filter(stands).sort(byAge);
  for (const double of doubles.filter((visit) => visit.correlationIds.includes(desk.key)))
    await cancelOurs(desk, double);
  if (standing) return standingOutcome(desk, command, standing);
  if (ours.length === 0) return undefined;
  return desk.stepDone("outranked") === undefined ? changedInChart : slotTaken;
}

/** By our key; and by patient and day, for a server may drop identifiers it did not make. */
function questionsFor(desk: Desk, { patientId, slot }: Book): Query[] {
  const { abilities } = desk;
  const byKey: Query[] = desk.can.searchByIdentifier
    ? [[["identifier", `${WRITE_BACK}|${desk.key}`]]]
    : [];
  const who = ["patient", "actor"].find((name) => abilities.searches("Appointment", name));
  if (who === undefined) return byKey;
  const day: Query = abilities.searches("Appointment", "date")
    ? [
        ["date", `ge${slot.start}`],
        ["date", `lt${slot.end}`],
      ]
    : [];
  return [...byKey, [[who, `Patient/${patientId}`], ...day]];
}

/** Without any key: by slot, or by time and clinician. One patient has no two visits there. */
function isOurs(desk: Desk, visit: ChartedVisit, { slot }: Book): boolean {
  if (visit.correlationIds.includes(desk.key)) return true;
  if (visit.correlationIds.length > 0 || !stands(visit)) return false;
  if (visit.slotId !== undefined) return visit.slotId === slot.ehrId;
  return visit.start === utc(slot.start) && visit.practitionerId === slot.practitionerId;
}

const stands = (visit: ChartedVisit): boolean => takesTime(visit) || visit.status === "proposed";

const byAge = (a: ChartedVisit, b: ChartedVisit): number =>
  (a.writtenAt ?? "").localeCompare(b.writtenAt ?? "") || a.id.localeCompare(b.id);

function standingOutcome(desk: Desk, command: Book, visit: ChartedVisit): Promise<Outcome> {
  // The practice has moved it since: booked it is, and the slot is no longer ours to settle.
  if (visit.start !== utc(command.slot.start)) return Promise.resolve(done(visit));
  return settle(desk, command, visit);
}
