import { addDays, addSeconds, localDay, startOfDay } from "#domain/time.ts";
import type { WorkKind, WorkReason } from "#domain/work.ts";
import { type Row, shown } from "#domain/writeback-row.ts";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoRows } from "#functions/adapters/dynamo/rows.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { dynamoVisits } from "#functions/adapters/dynamo/visits.ts";
import { dynamoWork } from "#functions/adapters/dynamo/work.ts";
import type { Region } from "#infra/regions.ts";
import type { Visit } from "#ports/appointments.ts";
import type { EhrDirectory, EhrPatient } from "#ports/ehr.ts";

type Practice = Region["practices"][number];

/** What a demonstration's queues begin with: visits that were asked for, one to enter by hand, one to call about. */
interface Scene {
  readonly kind: WorkKind;
  readonly reason: WorkReason;
  readonly visitType: string;
  readonly why: string;
  readonly inDays: number;
  readonly hour: number;
  readonly hoursAgo: number;
}

const SCENES: readonly Scene[] = [
  {
    kind: "request",
    reason: "asked-for-visit",
    visitType: "new-patient",
    why: "New in town, would like a family doctor",
    inDays: 4,
    hour: 9,
    hoursAgo: 20,
  },
  {
    kind: "request",
    reason: "asked-for-visit",
    visitType: "new-patient",
    why: "Knee pain when walking",
    inDays: 6,
    hour: 13,
    hoursAgo: 3,
  },
  {
    kind: "write-back",
    reason: "ehr-cannot-take-it",
    visitType: "new-patient",
    why: "Moving practices",
    inDays: 5,
    hour: 10,
    hoursAgo: 5,
  },
  {
    kind: "phone",
    reason: "lost-its-time",
    visitType: "office-visit",
    why: "Sore throat",
    inDays: 2,
    hour: 11,
    hoursAgo: 1,
  },
];

/** Puts the scenes into the portal's own records, for patients who are not Ada or Grace. */
export async function seedQueues(
  table: Table,
  practice: Practice,
  given: { patients: readonly EhrPatient[]; directory: EhrDirectory },
): Promise<void> {
  const store = {
    visits: dynamoVisits(table, () => practice.timeZone),
    rows: dynamoRows(table),
    work: dynamoWork(table),
  };
  for (const [index, scene] of SCENES.entries()) {
    const patient = given.patients.at(-1 - index);
    if (!patient) return;
    const id = newId("scene");
    const time = timeOf(scene, practice, given.directory);
    const row = rowOf(scene, practice, { patient, time });
    const visit = visitOf(scene, practice, { patient, row, time });
    const rowId = row.id;
    const work = {
      id: scene.kind === "request" ? visit.id : rowId,
      practiceId: practice.id,
      kind: scene.kind,
      reason: scene.reason,
      since: row.createdAt,
      patientId: patient.id,
      visitId: visit.id,
      rowId,
      version: 1,
    };
    await table.transact(
      [
        store.visits.creating(visit, id),
        store.rows.creating(row, id, new Error("A scene's row is there already.")),
        store.work.opening(work),
      ],
      id,
    );
  }
}

/** The clinic is closed at weekends: a scene that falls on one moves to the Monday after. */
function openDay(day: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (weekday === 6) return addDays(day, 2);
  return weekday === 0 ? addDays(day, 1) : day;
}

const atHour = (scene: Scene, zone: string): string => {
  const day = openDay(addDays(localDay(systemClock(), zone), scene.inDays));
  return addSeconds(startOfDay(day, zone), scene.hour * 3600);
};

type Time = ReturnType<typeof timeOf>;

/** When, what, with whom and where; no slot of the EHR's stands behind it. */
function timeOf(scene: Scene, practice: Practice, directory: EhrDirectory) {
  const type = directory.visitTypes.find(({ id }) => id === scene.visitType);
  const [practitioner] = directory.practitioners;
  const [location] = directory.locations;
  const start = atHour(scene, practice.timeZone);
  const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
  return {
    start,
    end: addSeconds(start, (type?.durationMinutes ?? 20) * 60),
    visitType: {
      id: scene.visitType,
      name: type?.name ?? "Visit",
      ...(type?.nameEs ? { nameEs: type.nameEs } : {}),
    },
    practitioner: {
      ...named(practitioner ?? { id: "anyone", name: "First available clinician" }),
      ...(practitioner?.credential ? { credential: practitioner.credential } : {}),
    },
    location: named(location ?? { id: "any-place", name: "Any of our places" }),
  };
}

function rowOf(
  scene: Scene,
  practice: Practice,
  { patient, time }: { patient: EhrPatient; time: Time },
): Row {
  const visitId = newId("apt");
  const since = addSeconds(systemClock(), -scene.hoursAgo * 3600);
  const lost = scene.kind === "phone";
  const { start, end, practitioner, location } = time;
  const where = { practitionerId: practitioner.id, locationId: location.id };
  const slot = { ehrId: "", start, end, ...where };
  return {
    id: `${visitId}.001`,
    practiceId: practice.id,
    patientId: patient.id,
    connectionId: practice.connectionId,
    aggregate: visitId,
    kind: "appointment.book",
    payload: { slot, visitTypeId: scene.visitType, reason: scene.why },
    state: lost ? "conflict" : "manual",
    reason: lost ? "slot-taken" : "not-supported",
    attempts: lost ? 2 : 0,
    createdAt: since,
    since,
    dueAt: since,
    steps: {},
    version: 1,
  };
}

function visitOf(
  scene: Scene,
  practice: Practice,
  { patient, row, time }: { patient: EhrPatient; row: Row; time: Time },
): Visit {
  return {
    id: row.aggregate,
    practiceId: practice.id,
    patientId: patient.id,
    status: scene.kind === "phone" ? "cancelled" : "proposed",
    ...time,
    reason: scene.why,
    ...(scene.kind === "request"
      ? { preferred: [{ from: time.start, to: addSeconds(time.start, 3 * 3600) }] }
      : {}),
    noticeHours: practice.noticeHours,
    origin: "portal",
    sequence: 0,
    intents: 1,
    writeBack: shown(row),
    asOf: row.since,
    version: 1,
  };
}
