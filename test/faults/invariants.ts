import type { Appointment } from "#domain/appointments.ts";
import type { Visit } from "#ports/appointments.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";

/** Something that must never be, and at which step it was. */
export interface Violation {
  readonly what: string;
  readonly when: string;
  readonly about?: string;
}
export type Found = Omit<Violation, "when">;

interface Charted {
  readonly id: string;
  readonly status: string;
  readonly start: string;
  readonly keys: readonly string[];
  readonly slot: string;
}

const STANDING = ["proposed", "pending", "booked", "arrived", "checked-in"];
const stands = ({ status }: Charted) => STANDING.includes(status);

/**
 * Holds what the patient sees against what the chart has, at any moment: I1 (no slot twice), I2 (what was acknowledged is
 * in the chart once, or visibly on its way or failed) and I3 (nothing of ours in the chart that the portal knows nothing of).
 */
export async function look(clinic: QuickClinic, patientId: string): Promise<Found[]> {
  const charted = chartOf(clinic);
  const seen = await clinic.ports.visits.ofPatient("demo", patientId);
  const screens: Appointment[] = [];
  for (const { id } of seen) {
    const screen = await clinic.call(patientId, `GET /api/appointments/${id}`);
    if (screen.status === 200) screens.push(screen.body);
  }
  return [
    ...twice(charted),
    ...freeAndBooked(clinic, charted),
    ...unknown(charted, screens),
    ...screens.flatMap((screen) => disagreement(screen, ofVisit(charted, screen))),
  ];
}

/** Every visit in the chart. There is one patient in these runs, and asking the chart by a search would cost more than the run. */
function chartOf({ chart }: QuickClinic): Charted[] {
  return resourcesOf(chart, "Appointment").map((raw) => ({
    id: raw.id,
    status: raw.status,
    start: raw.start,
    keys: (raw.identifier ?? []).map(({ value }: { value: string }) => value),
    slot: raw.slot?.[0]?.reference ?? "",
  }));
}

// biome-ignore lint/suspicious/noExplicitAny: FHIR, as the simulator keeps it
export function resourcesOf({ database }: QuickClinic["chart"], type: string): any[] {
  return database
    .all("SELECT body FROM resource WHERE type = ? AND deleted = 0", type)
    .map(({ body }) => JSON.parse(String(body)));
}

const ofVisit = (charted: readonly Charted[], { id }: Appointment) =>
  charted.filter(({ keys }) => keys.some((key) => key.startsWith(`${id}.`)));

/** I1: one slot, one visit. */
function twice(charted: readonly Charted[]): Found[] {
  const taken = charted.filter(stands).map(({ slot }) => slot);
  const doubled = taken.filter((slot, index) => taken.indexOf(slot) !== index);
  return doubled.map((about) => ({ what: "slot-booked-twice", about }));
}

function freeAndBooked({ chart }: QuickClinic, charted: readonly Charted[]): Found[] {
  return charted
    .filter(stands)
    .filter(({ slot }) => statusOf(chart, slot) === "free")
    .map(({ slot }) => ({ what: "slot-free-and-booked", about: slot }));
}

function statusOf(chart: QuickClinic["chart"], reference: string): unknown {
  return Object.entries(chart.readReference(reference) ?? {}).find(
    ([name]) => name === "status",
  )?.[1];
}

/** I3: nothing in the chart that bears our key without a visit here. */
function unknown(charted: readonly Charted[], screens: readonly Appointment[]): Found[] {
  const ours = new Set(screens.flatMap((screen) => ofVisit(charted, screen)));
  return charted
    .filter((visit) => stands(visit) && visit.keys.length > 0 && !ours.has(visit))
    .map(({ id }) => ({ what: "in-chart-unknown-to-portal", about: id }));
}

/** I2, for one visit as shown. What is on its way may be in the chart already, or not yet; never twice. */
function disagreement(screen: Appointment, ofThisVisit: readonly Charted[]): Found[] {
  const { status, writeBack, change } = screen;
  const [visit, ...more] = ofThisVisit.filter(stands);
  const shown = change?.writeBack.state ?? writeBack.state;
  const wrong = more.length > 0 ? "in-chart-twice" : wronglyShown(screen, { shown, visit });
  return wrong ? [{ what: wrong, about: `${status}/${writeBack.state}/${shown}` }] : [];
}

/** On its way, or with a person: nobody says yet that the chart has it. */
const OPEN_STATES: readonly string[] = ["with-practice", "entered"];

function wronglyShown(
  { status, start }: Appointment,
  { shown, visit }: { shown: string; visit: Charted | undefined },
): string | undefined {
  if (shown === "saved") return undefined;
  if (status === "cancelled") return visit && "shown-as-cancelled-and-stands";
  if (OPEN_STATES.includes(shown)) return undefined;
  if (!visit) return "shown-and-not-in-chart";
  return Date.parse(visit.start) === Date.parse(start) ? undefined : "shown-at-another-time";
}

/** When nothing is on its way any more: everything settled or with a person, and every slot either free or booked. */
export async function atRest(
  clinic: QuickClinic,
  patientId: string,
): Promise<{ found: Violation[]; ends: string[] }> {
  const found = await look(clinic, patientId);
  const visits = await clinic.ports.visits.ofPatient("demo", patientId);
  const withPeople = await workOf(clinic);
  for (const { id, status, writeBack, change } of visits) {
    const { state } = change?.writeBack ?? writeBack;
    if (state === "saved") found.push({ what: "not-settled", about: status });
    // A wish taken back is nobody's work any more.
    const open = state === "with-practice" && status !== "cancelled";
    if (open && !withPeople.some((work) => work.startsWith(id)))
      found.push({ what: "with-nobody", about: status });
  }
  found.push(...(await leaked(clinic, withPeople.length > 0)));
  found.push(...(await claimsLeft(clinic, visits)));
  found.push(...clinic.errors.map((error) => ({ what: "logged-error", about: String(error) })));
  return {
    found: found.map((one) => ({ ...one, when: "at rest" })),
    ends: visits.map(({ status, writeBack, change }) =>
      [status, writeBack.state, change?.writeBack.state].filter(Boolean).join("/"),
    ),
  };
}

/** Days that `quick-clinic` opens; what they don't cover, nobody can book. */
const DAYS = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"];

/** Kept here for a visit that is over or elsewhere: free in the chart, and nobody would ever be offered it again. */
async function claimsLeft(clinic: QuickClinic, visits: readonly Visit[]): Promise<Found[]> {
  const days = await Promise.all(DAYS.map((day) => clinic.ports.calendar.day("demo", day)));
  return days
    .flatMap(({ claims }) => claims)
    .filter(({ owner, slotEhrId }) => !visits.some((visit) => isKeptFor(visit, owner, slotEhrId)))
    .map(({ slotEhrId }) => ({ what: "slot-kept-for-nobody", about: slotEhrId }));
}

const isKeptFor = (visit: Visit, owner: string, slotEhrId: string): boolean =>
  owner === `visit:${visit.id}` &&
  visit.status !== "cancelled" &&
  [visit.slotEhrId, visit.change?.slotEhrId].includes(slotEhrId);

async function workOf(clinic: QuickClinic): Promise<string[]> {
  const listed = await clinic.call("desk", "GET /api/practice/write-backs");
  return listed.body.items.map(({ id }: { id: string }) => id);
}

/** Portal and chart are compared every hour: by then every search knows what was written. */
const HOUR_MS = 3_600_000;

/**
 * Busy for a visit of ours that is not there: nobody could book it again. A person who has the visit has its slot too, and
 * one the EHR would not open is on the practice's list of differences.
 */
async function leaked(clinic: QuickClinic, withPeople: boolean): Promise<Found[]> {
  if (withPeople) return [];
  const held = new Set(
    chartOf(clinic)
      .filter(stands)
      .map(({ slot }) => slot),
  );
  const leaks = resourcesOf(clinic.chart, "Slot")
    .filter(({ status }) => status === "busy")
    .map(({ id }) => `Slot/${id}`)
    .filter((slot) => !held.has(slot));
  const found = leaks.map((about) => ({ what: "slot-leaked", about }));
  if (leaks.length === 0 || !clinic.said.includes("ehr.slot-not-opened")) return found;
  clinic.simulation.pass(HOUR_MS);
  const differences = await clinic.compare();
  const listed = new Set(differences.map(({ reference }) => reference));
  return found.filter(({ about }) => !listed.has(about));
}
