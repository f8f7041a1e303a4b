import type { deskApi, PatientCard } from "#domain/desk.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import { Problem } from "#domain/problem.ts";
import { isBetweenUs, shown } from "#domain/writeback-row.ts";
import type { Access, Handlers } from "#http/access.ts";
import type { Accounts } from "#ports/accounts.ts";
import type { Visit } from "#ports/appointments.ts";
import { type Ehr, type EhrPatient, EhrUnavailable, type PatientQuery } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import type { WorkList } from "#ports/work.ts";
import type { ViewPorts } from "./work-view.ts";

export interface PatientPorts extends ViewPorts {
  readonly work: WorkList;
  readonly accounts: Accounts;
  ehr(connectionId: string): Promise<Ehr>;
  /** The patient's visits as fresh as the chart allows. */
  visitsOf(
    practice: Practice,
    patientId: string,
  ): Promise<{ visits: Visit[]; asOf: string | undefined; stale: boolean }>;
}

type Api = Handlers<typeof deskApi>;

/** Finding a patient, and everything the desk needs to know of them on one page. */
export const patients = (ports: PatientPorts): Pick<Api, "patients" | "patient"> => ({
  patients: {
    async run({ practice }, { q }) {
      const found = await fromChart(ports, practice, queryOf(q));
      await Promise.all(found.map((patient) => ports.mirror.savePatient(practice.id, patient)));
      const items = await Promise.all(found.map((patient) => card(ports, practice, patient)));
      return { items: items.sort((a, b) => a.name.localeCompare(b.name)) };
    },
  },
  patient: {
    run: (access, { id }) => page(ports, access, id),
  },
});

/** What was typed, by its shape: a birth date, an address, a phone number, else part of a name. */
export function queryOf(text: string): PatientQuery {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { found: { by: "birthDate", value: text } };
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { email: text };
  if (/^[+\d\s().-]{7,}$/.test(text)) return { found: { by: "phone", value: text } };
  return { found: { by: "name", value: text } };
}

async function fromChart(
  ports: PatientPorts,
  { connectionId }: Practice,
  query: PatientQuery,
): Promise<EhrPatient[]> {
  try {
    return await (await ports.ehr(connectionId)).patients(query);
  } catch (error) {
    if (error instanceof EhrUnavailable) throw new Problem("ehr.unavailable");
    throw error;
  }
}

async function card(
  ports: PatientPorts,
  practice: Practice,
  patient: EhrPatient,
): Promise<PatientCard> {
  const { own } = await ports.accounts.ofPatient(practice.id, patient.id);
  const { id, name, birthDate, language, emails, phone } = patient;
  const [email] = emails;
  return {
    id,
    name,
    hasAccount: own,
    ...(birthDate ? { birthDate } : {}),
    ...(language ? { language } : {}),
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
  };
}

async function page(ports: PatientPorts, access: Access, id: string) {
  const { practice, now } = access;
  const patient = await known(ports, practice, id);
  const [{ visits, asOf, stale }, people, rows, calls, who] = await Promise.all([
    ports.visitsOf(practice, id),
    ports.accounts.ofPatient(practice.id, id),
    ports.rows.ofPatient({ practiceId: practice.id, patientId: id }),
    ports.work.calls(practice.id, id),
    card(ports, practice, patient),
  ]);
  const { name, birthDate } = patient;
  const scheduled = (visit: Visit): ScheduledVisit => ({
    ...ports.shown(visit, { practice, now }),
    patient: { id, name, ...(birthDate ? { birthDate } : {}) },
    bookedVia: visit.origin,
  });
  const byStart = [...visits].sort((a, b) => (a.start < b.start ? -1 : 1));
  return {
    patient: who,
    coming: byStart.filter((visit) => visit.end > now).map(scheduled),
    past: byStart
      .filter((visit) => visit.end <= now)
      .reverse()
      .map(scheduled),
    writeBacks: rows
      .filter(isBetweenUs)
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
      .map((row) => ({
        id: row.id,
        kind: row.kind,
        subject: row.aggregate,
        writeBack: shown(row),
      })),
    calls,
    carers: people.carers,
    ...(asOf ? { asOf } : {}),
    ...(stale ? { stale } : {}),
  };
}

async function known(ports: PatientPorts, practice: Practice, id: string): Promise<EhrPatient> {
  const mirrored = (await ports.mirror.patients(practice.id, [id])).get(id);
  if (mirrored) return mirrored;
  try {
    const read = await (await ports.ehr(practice.connectionId)).patient(id);
    if (!read) throw new Problem("not-found");
    await ports.mirror.savePatient(practice.id, read);
    return read;
  } catch (error) {
    if (error instanceof EhrUnavailable) throw new Problem("ehr.unavailable");
    throw error;
  }
}
