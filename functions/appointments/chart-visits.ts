import type { Location, Practitioner } from "#domain/appointments.ts";
import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import { localDay } from "#domain/time.ts";
import type { Offer, Visit } from "#ports/appointments.ts";
import type { EhrAppointment } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import { type Change, ConditionFailed } from "#ports/store.ts";
import { type Freshness, keepFresh } from "./freshness.ts";
import { isEntryOf, linkEntered } from "./link-entered.ts";
import { isLostInChart } from "./lost-in-chart.ts";
import { noticesOfChart } from "./notices-after.ts";
import { definedOnly, offerOf } from "./offer.ts";
import type { AppointmentPorts } from "./ports.ts";

/** Where the EHR has no change feed, a patient's visits are read again after this long, seconds. */
const UNFED_SECONDS = 30;

/** This patient's visits: the mirror, filled from the chart on first sight and kept by the change feed. */
export async function freshVisits(
  ports: AppointmentPorts,
  practice: Practice,
  patientId: string,
): Promise<Freshness & { visits: Visit[] }> {
  const freshness = await keepFresh(ports, practice, {
    readAt: ports.visits.readAt(practice.id, patientId),
    unfedSeconds: UNFED_SECONDS,
    read: () => readChart(ports, practice, patientId),
  });
  const visits = await ports.visits.ofPatient(practice.id, patientId);
  known(visits, freshness);
  return { ...freshness, visits };
}

/**
 * The visits, where they are all there is to know or at least some of it. This chart was perhaps never read as a whole,
 * only what was booked here or a day of the clinic's: then visits may be missing, and none at all would be a lie.
 * @throws ehr.unavailable
 */
export function known(visits: readonly Visit[], { asOf }: Freshness): readonly Visit[] {
  if (asOf === undefined && visits.length === 0) throw new Problem("ehr.unavailable");
  return visits;
}

async function readChart(
  ports: AppointmentPorts,
  practice: Practice,
  patientId: string,
): Promise<void> {
  const ehr = await ports.ehr(practice.connectionId);
  const at = ports.clock();
  const [found, offer] = await Promise.all([
    ehr.appointmentsOf(patientId),
    offerOf(ports, practice),
  ]);
  await mergeChart(ports, practice, { found, offer, at });
  await ports.visits.setReadAt(practice.id, patientId, at);
}

/** Tries of merging one appointment while its visit is being written elsewhere. */
const MERGE_TRIES = 4;

/** Patients whose visits are merged at the same time. */
const PATIENTS_AT_ONCE = 12;

/** Takes what the chart says into the mirror. For schedule facts the EHR wins; pending intents stay ours. */
export async function mergeChart(
  ports: AppointmentPorts,
  practice: Practice,
  read: { found: readonly EhrAppointment[]; offer: Offer; at: Instant },
): Promise<void> {
  const waiting = [...Map.groupBy(read.found, (appointment) => appointment.patientId)];
  const next = async (): Promise<void> => {
    for (let taken = waiting.pop(); taken; taken = waiting.pop()) {
      const [patientId, appointments] = taken;
      const visits = await ports.visits.ofPatient(practice.id, patientId);
      for (const appointment of appointments)
        await mergeOne(ports, practice, { ...read, appointment, visits });
    }
  };
  await Promise.all(Array.from({ length: PATIENTS_AT_ONCE }, next));
}

interface Merge {
  readonly appointment: EhrAppointment;
  readonly visits: readonly Visit[];
  readonly offer: Offer;
  readonly at: Instant;
}

async function mergeOne(ports: AppointmentPorts, practice: Practice, merge: Merge): Promise<void> {
  const { appointment } = merge;
  let known = merge.visits.find((visit) => isSame(visit, appointment));
  if (known && isEntryOf(known, appointment))
    return linkEntered(ports, { visit: known, appointment, at: merge.at });
  for (let tries = 0; tries < MERGE_TRIES; tries++) {
    const next = after(known, appointment, { ...merge, practice });
    if (!next || (await stored(ports, practice, { before: known, after: next }))) return;
    known = await ports.visits.read(practice.id, appointment.patientId, next.id);
  }
  ports.log.warn("appointments.merge-gave-up", { reference: appointment.id });
}

interface Step {
  readonly before: Visit | undefined;
  readonly after: Visit;
}

/** The visit, what is told of it and the time it leaves, in one. False when the visit moved underneath. */
async function stored(ports: AppointmentPorts, practice: Practice, step: Step): Promise<boolean> {
  const { before, after: next } = step;
  const id = ports.newId("merge");
  const change = before ? ports.visits.saving(next, id) : ports.visits.creating(next, id);
  const changes = [change, ...noticesOfChart(ports, step, ports.clock())];
  const freed = freeingOldClaim(ports, practice, step);
  try {
    await written(ports, [...changes, ...freed], id).catch((error: unknown) => {
      if (!(error instanceof NotOurs)) throw error;
      return written(ports, changes, ports.newId("merge"));
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

function written(ports: AppointmentPorts, changes: readonly Change[], id: string): Promise<void> {
  const [change, ...more] = changes;
  return change && more.length === 0
    ? ports.store.apply(change)
    : ports.store.transact(changes, id);
}

const after = (known: Visit | undefined, read: EhrAppointment, context: Context) =>
  known ? changedBy(known, read, context) : fromChart(read, context);

/** The visit an appointment is: by reference, by our correlation id, or as the one a person was to enter. */
const isSame = (visit: Visit, appointment: EhrAppointment) =>
  visit.reference === `Appointment/${appointment.id}` ||
  visit.id === chartId(appointment.id) ||
  appointment.correlationIds.some((key) => key.startsWith(`${visit.id}.`)) ||
  isEntryOf(visit, appointment);

const chartId = (ehrId: string) => `chart_${ehrId}`;

interface Context {
  readonly offer: Offer;
  readonly at: Instant;
  readonly practice: Practice;
}

/** The visit after what the chart says; undefined when nothing differs or the ledger is still at work on it. */
function changedBy(known: Visit, read: EhrAppointment, context: Context): Visit | undefined {
  // Until the ledger has its answer the row, not a passing read, decides what happened to the booking.
  if (known.reference === undefined) return undefined;
  const facts = factsOf(read, context, known);
  const same =
    known.status === facts.status &&
    known.start === facts.start &&
    known.end === facts.end &&
    known.slotEhrId === facts.slotEhrId &&
    known.practitioner.id === facts.practitioner.id &&
    known.location.id === facts.location.id;
  if (same && !isLostInChart(known)) return undefined;
  const settled = known.change === undefined && known.writeBack.state !== "saved";
  return {
    ...known,
    ...facts,
    ...(settled ? { writeBack: inChart(read, context.at) } : {}),
    sequence: known.sequence + (isOurs(known, facts) ? 0 : 1),
    asOf: context.at,
    version: known.version + 1,
  };
}

/** A poll may see what was asked for here before its row is settled; the row counts it. */
function isOurs({ change }: Visit, now: { status: string; start: Instant }): boolean {
  if (change?.kind === "cancel") return now.status === "cancelled";
  return change?.start === now.start;
}

function fromChart(read: EhrAppointment, context: Context): Visit {
  const { practice, at } = context;
  return {
    id: chartId(read.id),
    practiceId: practice.id,
    patientId: read.patientId,
    ...factsOf(read, context),
    visitType: visitTypeOf(read, context.offer),
    ...(read.reason ? { reason: read.reason } : {}),
    noticeHours: practice.noticeHours,
    reference: `Appointment/${read.id}`,
    origin: "chart",
    sequence: 0,
    intents: 0,
    writeBack: inChart(read, at),
    asOf: at,
    version: 1,
  };
}

const inChart = (read: EhrAppointment, since: Instant) => ({
  state: "in-chart" as const,
  since,
  reference: `Appointment/${read.id}`,
});

function visitTypeOf(read: EhrAppointment, offer: Offer): Visit["visitType"] {
  const known = offer.visitTypes.find((type) => type.id === read.visitTypeId);
  if (known) return definedOnly({ id: known.id, name: known.name, nameEs: known.nameEs });
  return { id: read.visitTypeId ?? "visit", name: read.visitTypeName ?? "Visit" };
}

/** What the chart decides about a visit. */
function factsOf(read: EhrAppointment, { offer }: Context, known?: Visit) {
  const { status, start, end } = read;
  return {
    status,
    start,
    end,
    ...(read.slotId ? { slotEhrId: read.slotId } : {}),
    practitioner: practitionerOf(read, offer, known),
    location: locationOf(read, offer, known),
  };
}

function practitionerOf(read: EhrAppointment, offer: Offer, known?: Visit): Practitioner {
  const found = offer.practitioners.find(({ id }) => id === read.practitionerId);
  return (
    found ?? known?.practitioner ?? { id: read.practitionerId ?? "care-team", name: "Care team" }
  );
}

function locationOf(read: EhrAppointment, offer: Offer, known?: Visit): Location {
  const found = offer.locations.find(({ id }) => id === read.locationId);
  return found ?? known?.location ?? { id: read.locationId ?? "clinic", name: "Clinic" };
}

/** The old time is somebody else's by now. */
class NotOurs extends Error {}

/** A visit cancelled or moved in the chart no longer holds its old time here. */
function freeingOldClaim(
  ports: AppointmentPorts,
  practice: Practice,
  { before, after: next }: Step,
): Change[] {
  const over = ["cancelled", "entered-in-error", "noshow"].includes(next.status);
  if (before?.slotEhrId === undefined || (!over && before.slotEhrId === next.slotEhrId)) return [];
  const claim = {
    day: localDay(before.start, practice.timeZone),
    slotEhrId: before.slotEhrId,
    owner: `visit:${before.id}`,
  };
  return [{ ...ports.calendar.releasing(practice.id, claim), otherwise: new NotOurs() }];
}
