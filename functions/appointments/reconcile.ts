import type { Drift } from "#domain/connections.ts";
import type { LocalDay } from "#domain/identifiers.ts";
import { addDays, localDay, startOfDay } from "#domain/time.ts";
import type { Visit } from "#ports/appointments.ts";
import type { EhrAppointment, EhrSlot } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import { mergeChart } from "./chart-visits.ts";
import { openLeftSlot } from "./left-slots.ts";
import { loseInChart } from "./lost-in-chart.ts";
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
 * them over is safe, and so is opening a slot that a visit of ours left behind. A slot we know nothing of, or a visit
 * the chart lost, is for a person; the patient is told of the latter. Running it again changes nothing.
 * Rejects with `EhrUnavailable` when the EHR does not answer.
 */
export async function reconcile(ports: AppointmentPorts, practice: Practice): Promise<Drift[]> {
  const found: Drift[] = [];
  const days = await visitsByDay(ports, practice);
  for (let from = 0; from < days.length; from += DAYS_AT_ONCE)
    found.push(...(await reconcileDays(ports, practice, { days, from })));
  return found;
}

interface Day {
  readonly day: LocalDay;
  readonly visits: readonly Visit[];
}

function visitsByDay(ports: AppointmentPorts, practice: Practice): Promise<Day[]> {
  const today = localDay(ports.clock(), practice.timeZone);
  const days = Array.from({ length: DAYS_AHEAD }, (_, i) => addDays(today, i));
  return Promise.all(
    days.map(async (day) => ({ day, visits: await ports.visits.onDay(practice.id, day) })),
  );
}

async function reconcileDays(
  ports: AppointmentPorts,
  practice: Practice,
  { days, from }: { days: readonly Day[]; from: number },
): Promise<Drift[]> {
  const window = await readWindow(ports, practice, days.slice(from, from + DAYS_AT_ONCE));
  const visits = new Map(days.flatMap((day) => day.visits.map((visit) => [visit.id, visit])));
  const at = ports.clock();
  const missing = await missingInChart(ports, practice, window);
  const orphaned = await orphans(ports, practice, { window, visits });
  const drift = [...missing, ...cancelledOrMoved(window), ...unknown(window), ...orphaned];
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
  days: readonly Day[],
): Promise<Window> {
  const [first = "", last = ""] = [days[0]?.day, days.at(-1)?.day];
  const range = {
    from: startOfDay(first, practice.timeZone),
    to: startOfDay(addDays(last, 1), practice.timeZone),
  };
  const ehr = await ports.ehr(practice.connectionId);
  const [charted, slots] = await Promise.all([ehr.appointmentsBetween(range), ehr.slots(range)]);
  return { visits: days.flatMap(({ visits }) => visits), charted, slots };
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
      await loseInChart(ports, visit);
    }
  }
  return found;
}

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

/** Busy without an appointment: what we left behind is opened; anything else a person decides. */
async function orphans(
  ports: AppointmentPorts,
  practice: Practice,
  { window, visits }: { window: Window; visits: ReadonlyMap<string, Visit> },
): Promise<Found[]> {
  const standing = ({ status }: { status: string }) => !OVER.includes(status);
  const held = new Set<string | undefined>([
    ...window.charted.filter(standing).map(({ slotId }) => slotId),
    ...window.visits.filter(standing).map(({ slotEhrId }) => slotEhrId),
  ]);
  const found: Found[] = [];
  const taken = window.slots.filter(({ status, blocked }) => status === "busy" && !blocked);
  for (const slot of taken.filter(({ id }) => !held.has(id))) {
    const opened = await openLeftSlot(ports, practice, { slot, visits });
    const repair = opened ? "done" : "by-hand";
    found.push(named("orphan-slot", { reference: `Slot/${slot.id}`, repair }));
  }
  return found;
}
