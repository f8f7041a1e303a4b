import * as z from "zod/mini";
import {
  AppointmentChange,
  AppointmentStatus,
  BookedBy,
  Location,
  Practitioner,
  Slot,
} from "#domain/appointments.ts";
import { Window } from "#domain/appointments-requests.ts";
import { localDay } from "#domain/time.ts";
import { WriteBack } from "#domain/writeback.ts";
import { BookedMeanwhile, type Visit, type Visits } from "#ports/appointments.ts";
import { ConditionFailed, type Item } from "#ports/store.ts";
import { patientPartition, schedulePartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const VisitData: z.ZodMiniType<Visit> = z.object({
  id: z.string(),
  practiceId: z.string(),
  patientId: z.string(),
  status: AppointmentStatus,
  start: z.string(),
  end: z.string(),
  visitType: z.object({ id: z.string(), name: z.string(), nameEs: z.optional(z.string()) }),
  practitioner: Practitioner,
  location: Location,
  reason: z.optional(z.string()),
  video: z.optional(z.boolean()),
  noticeHours: z.number(),
  slotEhrId: z.optional(z.string()),
  reference: z.optional(z.string()),
  origin: z.enum(["portal", "chart"]),
  sequence: z.number(),
  intents: z.number(),
  writeBack: WriteBack,
  preferred: z.optional(z.array(Window)),
  offered: z.optional(z.array(Slot)),
  declined: z.optional(z.string()),
  bookedBy: z.optional(BookedBy),
  called: z.optional(z.boolean()),
  warned: z.optional(z.boolean()),
  change: z.optional(
    z.extend(AppointmentChange, { rowId: z.string(), slotEhrId: z.optional(z.string()) }),
  ),
  asOf: z.string(),
  version: z.number(),
});

const READ_AT = "VISITS";
const BOOKINGS = "BOOKINGS";

/** @param zoneOf the practice's zone: a visit's day on the schedule is the clinic's day. */
export function dynamoVisits(table: Table, zoneOf: (practiceId: string) => string): Visits {
  const key = (visit: Pick<Visit, "practiceId" | "patientId" | "id">) => ({
    pk: patientPartition(visit.practiceId, visit.patientId),
    sk: `VISIT#${visit.id}`,
  });
  const item = (visit: Visit, requestId: string): Item => ({
    ...key(visit),
    data: visit,
    version: visit.version,
    requestId,
    gsi1pk: schedulePartition(visit.practiceId, localDay(visit.start, zoneOf(visit.practiceId))),
    gsi1sk: `${visit.start}#${visit.id}`,
  });
  return {
    async read(practiceId, patientId, id) {
      const found = await table.get(key({ practiceId, patientId, id }));
      return found && VisitData.parse(found.data);
    },
    async ofPatient(practiceId, patientId) {
      const pk = patientPartition(practiceId, patientId);
      const visits: Visit[] = [];
      let after: Awaited<ReturnType<Table["query"]>>["next"];
      do {
        const page = await table.query({ pk, prefix: "VISIT#", after });
        visits.push(...page.items.map((found) => VisitData.parse(found.data)));
        after = page.next;
      } while (after);
      return visits;
    },
    async onDay(practiceId, day) {
      const pk = schedulePartition(practiceId, day);
      const { items } = await table.query({ pk, index: "gsi1" });
      return items.map((found) => VisitData.parse(found.data));
    },
    creating: (visit, requestId) => ({
      put: item(visit, requestId),
      when: [["absent"], [["requestId", "=", requestId]]],
      otherwise: new ConditionFailed(),
    }),
    saving: (visit, requestId) => ({
      put: item(visit, requestId),
      when: [[["version", "=", visit.version - 1]]],
      otherwise: new ConditionFailed(),
    }),
    removing: (visit) => ({
      remove: key(visit),
      when: [[["version", "=", visit.version]]],
      otherwise: new ConditionFailed(),
    }),
    ...bookingCount(table),
    async readAt(practiceId, patientId) {
      const found = await table.get({ pk: patientPartition(practiceId, patientId), sk: READ_AT });
      return typeof found?.data === "string" ? found.data : undefined;
    },
    setReadAt: (practiceId, patientId, at) =>
      table.apply({
        put: { pk: patientPartition(practiceId, patientId), sk: READ_AT, data: at },
      }),
  };
}

function bookingCount(table: Table): Pick<Visits, "bookings" | "countingBooking"> {
  const key = (practiceId: string, patientId: string) => ({
    pk: patientPartition(practiceId, patientId),
    sk: BOOKINGS,
  });
  return {
    async bookings(practiceId, patientId) {
      const found = await table.get(key(practiceId, patientId));
      return found?.version ?? 0;
    },
    countingBooking: (practiceId, patientId, soFar) => ({
      put: { ...key(practiceId, patientId), data: {}, version: soFar + 1 },
      when: [soFar === 0 ? ["absent"] : [["version", "=", soFar]]],
      otherwise: new BookedMeanwhile(),
    }),
  };
}
