import type { Drift } from "#domain/connections.ts";
import type { LocalDay } from "#domain/identifiers.ts";
import { addDays, localDay, startOfDay } from "#domain/time.ts";
import type { Visit } from "#ports/appointments.ts";
import type { EhrAppointment, EhrSlot } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import { mergeChart } from "./chart-visits.ts";
import { offerOf } from "./offer.ts";
import type { AppointmentPorts } from "./ports.ts";

/** Days looked at: as far ahead as patients can book. */
const DAYS_AHEAD = 56;
const DAYS_AT_ONCE = 14;
const OVER = ["cancelled", "entered-in-error", "noshow"];

interface Window {
  readonly visits: readonly Visit[];
  readonly charted: readonly EhrAppointment[];
  readonly slots: readonly EhrSlot[];
}

/**
 * Compares portal and chart both ways over the days that can be booked. For schedule facts the chart wins, so taking
 * them over is safe; a slot nobody holds, or a visit the chart lost, is for a person. Running it again changes nothing.
 * Rejects with `EhrUnavailable` when the EHR does not answer.
 */
export async function reconcile(ports: AppointmentPorts, practice: Practice): Promise<Drift[]> {
  const found: Drift[] = [];
  const today = localDay(ports.clock(), practice.timeZone);
  for (let from = 0; from < DAYS_AHEAD; from += DAYS_AT_ONCE) {
    const days = Array.from({ length: DAYS_AT_ONCE }, (_, i) => addDays(today, from + i));
    found.push(...(await reconcileDays(ports, practice, days)));
  }
  return found;
}

async function reconcileDays(
  ports: AppointmentPorts,
  practice: Practice,
  days: readonly LocalDay[],
): Promise<Drift[]> {
  const window = await readWindow(ports, practice, days);
  const at = ports.clock();
  const missing = await missingInChart(ports, practice, window);
  const drift = [...missing, ...cancelledOrMoved(window), ...unknown(window), ...orphans(window)];
  const offer = await offerOf(ports, practice);
  // The safe repair of what both know and the chart knows better: take it over. Visits of patients nobody looked at
  // yet are no drift; they are read when somebody does.
  const known = new Set(window.visits.map(({ reference }) => reference));
  const shared = window.charted.filter(
    (one) => known.has(referenceOf(one)) || one.correlationIds.length > 0,
  );
  await mergeChart(ports, practice, { found: shared, offer, at });
  return drift.map((one) => ({
    ...one,
    foundAt: at,
    ...(one.repair === "done" ? { repairedAt: at } : {}),
  }));
}

async function readWindow(
  ports: AppointmentPorts,
  practice: Practice,
  days: readonly LocalDay[],
): Promise<Window> {
  const [first = "", last = ""] = [days[0], days.at(-1)];
  const range = {
    from: startOfDay(first, practice.timeZone),
    to: startOfDay(addDays(last, 1), practice.timeZone),
  };
  const ehr = await ports.ehr(practice.connectionId);
  const [charted, slots, visits] = await Promise.all([
    ehr.appointmentsBetween(range),
    ehr.slots(range),
    Promise.all(days.map((day) => ports.visits.onDay(practice.id, day))),
  ]);
  return { visits: visits.flat(), charted, slots };
}

type Found = Omit<Drift, "foundAt">;

interface Where {
  readonly reference: string;
  readonly repair: Drift["repair"];
  readonly patientId?: string;
  readonly visitId?: string;
}

const named = (kind: Drift["kind"], where: Where): Found => ({
  id: `${kind}.${where.reference.replace("/", ".")}`,
  kind,
  ...where,
});

const about = (visit: Visit) => ({ patientId: visit.patientId, visitId: visit.id });
const referenceOf = (appointment: EhrAppointment) => `Appointment/${appointment.id}`;

/** In the portal with a reference, and not among what the chart has: looked at one by one before it is believed. */
async function missingInChart(
  ports: AppointmentPorts,
  practice: Practice,
  { visits, charted }: Window,
): Promise<Found[]> {
  const there = new Set(charted.map(referenceOf));
  const suspects = visits.filter(
    ({ reference, status, change }) =>
      reference && !there.has(reference) && !OVER.includes(status) && change === undefined,
  );
  const ehr = await ports.ehr(practice.connectionId);
  const found: Found[] = [];
  for (const visit of suspects) {
    const { reference = "" } = visit;
    const read = await ehr.appointment(reference.slice("Appointment/".length));
    // Found after all: it lies on another day now, and the merge below or the feed takes it over.
    if (read === undefined) {
      found.push(named("missing-in-chart", { reference, repair: "by-hand", ...about(visit) }));
      await ports.store.transact([callFor(ports, visit)], ports.newId("drift"));
    }
  }
  return found;
}

/** Somebody has to find out where a visit went that the chart no longer has. */
const callFor = (ports: AppointmentPorts, visit: Visit) =>
  ports.work.opening({
    id: `${visit.id}.lost`,
    practiceId: visit.practiceId,
    kind: "phone",
    reason: "lost-its-time",
    since: ports.clock(),
    patientId: visit.patientId,
    visitId: visit.id,
    version: 1,
  });

function cancelledOrMoved({ visits, charted }: Window): Found[] {
  const byReference = new Map(charted.map((one) => [referenceOf(one), one]));
  const standing = visits.filter(({ change, status }) => !change && !OVER.includes(status));
  return standing.flatMap((visit) => {
    const { reference = "" } = visit;
    const kind = differenceOf(visit, byReference.get(reference));
    return kind ? [named(kind, { reference, repair: "done", ...about(visit) })] : [];
  });
}

function differenceOf(visit: Visit, read: EhrAppointment | undefined): Drift["kind"] | undefined {
  if (!read) return undefined;
  if (OVER.includes(read.status)) return "cancelled-in-chart";
  const same = read.start === visit.start && (read.slotId ?? "") === (visit.slotEhrId ?? "");
  return same ? undefined : "differs";
}

/** In the chart with our mark, and unknown here: a visit whose portal record was lost. */
function unknown({ visits, charted }: Window): Found[] {
  const known = new Set(visits.map(({ reference }) => reference));
  return charted
    .filter(({ correlationIds, status }) => correlationIds.length > 0 && !OVER.includes(status))
    .filter((one) => !known.has(referenceOf(one)))
    .map((one) =>
      named("unknown-to-portal", {
        reference: referenceOf(one),
        repair: "done",
        patientId: one.patientId,
      }),
    );
}

/** Busy without an appointment: it may be a lunch break, so a person decides. */
function orphans({ charted, slots, visits }: Window): Found[] {
  const held = new Set(charted.filter(({ status }) => !OVER.includes(status)).map((a) => a.slotId));
  for (const visit of visits) if (!OVER.includes(visit.status)) held.add(visit.slotEhrId);
  return slots
    .filter(({ id, status }) => status === "busy" && !held.has(id))
    .map(({ id }) => named("orphan-slot", { reference: `Slot/${id}`, repair: "by-hand" }));
}
