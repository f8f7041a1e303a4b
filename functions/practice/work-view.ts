import type { Appointment } from "#domain/appointments.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import { dateTime } from "#domain/time.ts";
import type { WorkItem } from "#domain/work.ts";
import type { Row } from "#domain/writeback-row.ts";
import type { Mirror, Visit, Visits } from "#ports/appointments.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import type { Rows } from "#ports/ledger.ts";
import type { Practice } from "#ports/practices.ts";
import type { WorkRecord } from "#ports/work.ts";

export interface ViewPorts {
  readonly visits: Visits;
  readonly rows: Rows;
  readonly mirror: Mirror;
  /** Who these patients are, as far as mirror and chart can tell. */
  patientsNamed(
    practice: Practice,
    patientIds: readonly string[],
  ): Promise<ReadonlyMap<string, EhrPatient>>;
  /** A visit as it goes over the wire. */
  shown(visit: Visit, context: { practice: Practice; now: Instant }): Appointment;
}

/** Work as the console shows it: with its patient, its visit and what to do, as they are now. */
export async function viewsOf(
  ports: ViewPorts,
  practice: Practice,
  { work, now }: { work: readonly WorkRecord[]; now: Instant },
): Promise<WorkItem[]> {
  const ids = work.map(({ patientId }) => patientId);
  const patients = await ports.patientsNamed(practice, ids);
  return Promise.all(
    work.map(async (record) => {
      const patient = patients.get(record.patientId);
      const [visit, row] = await Promise.all([
        ports.visits.read(practice.id, record.patientId, record.visitId),
        rowOf(ports, record),
      ]);
      const shown = visit && ports.shown(visit, { practice, now });
      return view(record, { patient, row, practice, ...(visit && shown ? { visit, shown } : {}) });
    }),
  );
}

const rowOf = (ports: ViewPorts, { practiceId, patientId, rowId }: WorkRecord) =>
  rowId === undefined ? undefined : ports.rows.read({ practiceId, patientId, id: rowId });

interface Parts {
  readonly patient: EhrPatient | undefined;
  readonly row: Row | undefined;
  readonly practice: Practice;
  readonly visit?: Visit;
  readonly shown?: Appointment;
}

function view(record: WorkRecord, parts: Parts): WorkItem {
  const { patient, row, visit, shown } = parts;
  const { id, kind, reason, since, assignee, offered, version } = record;
  const who = patientCard(record.patientId, patient);
  return {
    id,
    kind,
    reason,
    since,
    version,
    patient: who,
    ...(assignee ? { assignee } : {}),
    ...(offered ? { offered: [...offered] } : {}),
    ...(row?.entered ? { entered: row.entered } : {}),
    ...(visit && shown ? visitPart(visit, shown, who) : {}),
    ...(visit && kind === "write-back"
      ? { enter: toEnter(visit, who.name, parts), retriable: isRetriable(visit, row) }
      : {}),
  };
}

function visitPart(visit: Visit, shown: Appointment, patient: WorkItem["patient"]) {
  const { id, name, birthDate } = patient;
  const scheduled: ScheduledVisit = {
    ...shown,
    patient: { id, name, ...(birthDate ? { birthDate } : {}) },
    bookedVia: visit.origin,
  };
  const by = visit.bookedBy;
  return {
    visit: scheduled,
    ...(visit.preferred ? { preferred: [...visit.preferred] } : {}),
    ...(by?.kind === "carer"
      ? { askedBy: by.relationship ? `${by.name} (for their ${by.relationship})` : by.name }
      : {}),
  };
}

function patientCard(id: string, patient: EhrPatient | undefined): WorkItem["patient"] {
  if (!patient) return { id, name: "Name not read yet" };
  const { name, birthDate, phone } = patient;
  return { id, name, ...(birthDate ? { birthDate } : {}), ...(phone ? { phone } : {}) };
}

/** There is something to send: a slot to book, or an appointment in the chart to change. */
const isRetriable = ({ slotEhrId, reference }: Visit, row: Row | undefined): boolean =>
  Boolean(row?.kind === "appointment.book" ? slotEhrId : reference);

/** Exactly what to type into the chart, in the order a scheduling screen asks for it. */
function toEnter(visit: Visit, name: string, { row, practice }: Parts): WorkItem["enter"] {
  const time = (instant: Instant) =>
    dateTime(instant, { timeZone: practice.timeZone, language: "en" });
  const what = row?.kind === "appointment.cancel" ? "Cancel" : "Book";
  const at = visit.change?.start ?? visit.start;
  return [
    { label: "Do", value: row?.kind === "appointment.reschedule" ? "Move" : what },
    { label: "Patient", value: name },
    ...(row?.kind === "appointment.reschedule"
      ? [{ label: "From", value: time(visit.start) }]
      : []),
    { label: "Time", value: time(at) },
    { label: "Visit type", value: visit.visitType.name },
    { label: "Clinician", value: (visit.change?.practitioner ?? visit.practitioner).name },
    { label: "Place", value: (visit.change?.location ?? visit.location).name },
    ...(visit.reason ? [{ label: "Reason", value: visit.reason }] : []),
    ...(visit.reference ? [{ label: "Chart reference", value: visit.reference }] : []),
    { label: "Portal mark", value: row?.id ?? visit.id },
  ];
}
