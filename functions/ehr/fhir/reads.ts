import type { Instant } from "#domain/identifiers.ts";
import type { EhrAppointment, EhrPatient, EhrSlot, PatientQuery } from "#ports/ehr.ts";
import { chartedVisit, concerns, toAppointment } from "./appointment.ts";
import type { Abilities, AbilitySource } from "./capabilities.ts";
import { NoAnswer } from "./failure.ts";
import { hasEmail, spellingsOf, toPatient } from "./patient.ts";
import type { Schedules } from "./schedule.ts";
import { mapped, read, search } from "./search.ts";
import { chartedSlot, toSlot } from "./slot.ts";
import type { Query, Transport } from "./transport.ts";

export interface ReadParts {
  readonly http: Transport;
  readonly abilities: AbilitySource;
  readonly schedules: Schedules;
}
interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

/** Reads that were asked about one patient and answered about another: logged, refused, never shown. */
export function refuseWrongPatient(http: Transport, type: string): never {
  http.log("ehr.wrong-patient", { type });
  throw new NoAnswer("wrong-patient");
}

export async function slots({ http, abilities, schedules }: ReadParts, range: Range) {
  const able = await abilities.known();
  if (!able.searches("Slot", "start")) throw new NoAnswer("cannot-search-slots");
  const raws = await search(http, { type: "Slot", query: within("start", range) });
  const charted = mapped(http, raws, chartedSlot).filter(({ start }) => inRange(start, range));
  const found: EhrSlot[] = [];
  for (const slot of charted) {
    const mapped = toSlot(slot, await schedules.of(slot.scheduleId));
    if (mapped) found.push(mapped);
  }
  if (found.length < charted.length)
    http.log("ehr.slots-without-place", { count: charted.length - found.length });
  return found;
}

export async function slot({ http, schedules }: ReadParts, id: string) {
  const found = await read(http, { type: "Slot", id });
  const charted = found && chartedSlot(found.raw, found.etag);
  return charted && toSlot(charted, await schedules.of(charted.scheduleId));
}

const within = (name: string, { from, to }: Range): Query => [
  [name, `ge${from}`],
  [name, `lt${to}`],
];

/** Servers may compare dates more coarsely than asked. */
const inRange = (start: Instant, { from, to }: Range): boolean =>
  Date.parse(start) >= Date.parse(from) && Date.parse(start) < Date.parse(to);

export async function appointmentsOf(
  { http, abilities }: ReadParts,
  patientId: string,
): Promise<EhrAppointment[]> {
  const able = await abilities.known();
  const query: Query = [[patientParameter(able), `Patient/${patientId}`]];
  const raws = await search(http, { type: "Appointment", query });
  return mapped(http, raws, chartedVisit).map((visit) =>
    concerns(visit, patientId)
      ? toAppointment(visit, patientId)
      : refuseWrongPatient(http, "Appointment"),
  );
}

function patientParameter(able: Abilities): "patient" | "actor" {
  if (able.searches("Appointment", "patient")) return "patient";
  if (able.searches("Appointment", "actor")) return "actor";
  throw new NoAnswer("cannot-search-visits");
}

export async function appointmentsBetween({ http, abilities }: ReadParts, range: Range) {
  const able = await abilities.known();
  if (!able.searches("Appointment", "date")) throw new NoAnswer("cannot-search-visits-by-date");
  const raws = await search(http, { type: "Appointment", query: within("date", range) });
  return mapped(http, raws, chartedVisit)
    .filter(({ start }) => inRange(start, range))
    .map((visit) => toAppointment(visit));
}

export async function appointment({ http }: ReadParts, id: string) {
  const found = await read(http, { type: "Appointment", id });
  const visit = found && chartedVisit(found.raw, found.etag);
  return visit && toAppointment(visit);
}

export async function patient({ http }: ReadParts, id: string) {
  const found = await read(http, { type: "Patient", id });
  return found && toPatient(found.raw);
}

/** How many ids stand in one question, so that its address stays short. */
const IDS_AT_ONCE = 40;

export async function patients(parts: ReadParts, query: PatientQuery): Promise<EhrPatient[]> {
  if (query.found) return withFacts(parts, query.found);
  const byEmail = query.email === undefined ? undefined : await withEmail(parts, query.email);
  if (query.ids === undefined) return byEmail ?? [];
  const wanted = new Set(query.ids);
  if (byEmail) return byEmail.filter(({ id }) => wanted.has(id));
  return withIds(parts, [...wanted]);
}

async function withEmail({ http, abilities }: ReadParts, email: string): Promise<EhrPatient[]> {
  const able = await abilities.known();
  // "email" is R4's own parameter for exactly this; "telecom" also matches a phone number that looks alike.
  const query: Query = able.searches("Patient", "email")
    ? [["email", email]]
    : [["telecom", `email|${email}`]];
  const raws = await search(http, { type: "Patient", query, discreet: true });
  const found = mapped(http, raws, toPatient);
  if (found.some((one) => !hasEmail(one, email))) refuseWrongPatient(http, "Patient");
  return found;
}

const SEARCH_PARAMETERS = { name: "name", birthDate: "birthdate", phone: "phone" } as const;
const FOUND_AT_MOST = 50;

/** What a person knows of a patient; searched by POST, for a name does not belong into an address. */
async function withFacts(
  { http, abilities }: ReadParts,
  { by, value }: NonNullable<PatientQuery["found"]>,
): Promise<EhrPatient[]> {
  const able = await abilities.known();
  const parameter = SEARCH_PARAMETERS[by];
  if (!able.searches("Patient", parameter)) return [];
  const raws = await search(http, {
    type: "Patient",
    query: [
      [parameter, by === "phone" ? spellingsOf(value).join(",") : value],
      ["_count", String(FOUND_AT_MOST)],
    ],
    discreet: true,
  });
  return mapped(http, raws, toPatient).slice(0, FOUND_AT_MOST);
}

async function withIds(parts: ReadParts, ids: readonly string[]): Promise<EhrPatient[]> {
  const able = await parts.abilities.known();
  const found: EhrPatient[] = [];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const some = ids.slice(at, at + IDS_AT_ONCE);
    found.push(
      ...(able.searches("Patient", "_id")
        ? await searched(parts, some)
        : (await Promise.all(some.map((id) => patient(parts, id)))).flatMap((one) => one ?? [])),
    );
  }
  return found;
}

async function searched({ http }: ReadParts, ids: readonly string[]): Promise<EhrPatient[]> {
  const raws = await search(http, { type: "Patient", query: [["_id", ids.join(",")]] });
  const found = mapped(http, raws, toPatient);
  if (found.some(({ id }) => !ids.includes(id))) refuseWrongPatient(http, "Patient");
  return found;
}
