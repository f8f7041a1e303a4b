import * as z from "zod/mini";
import type { DirectoryRecord, Mirror, SyncRecord } from "#ports/appointments.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import { patientPartition, practicePartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const text = z.optional(z.string());
const DirectoryData: z.ZodMiniType<DirectoryRecord> = z.object({
  directory: z.object({
    visitTypes: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        nameEs: text,
        description: text,
        descriptionEs: text,
        durationMinutes: z.number(),
        minAge: z.optional(z.number()),
        maxAge: z.optional(z.number()),
        video: z.optional(z.boolean()),
      }),
    ),
    practitioners: z.array(
      z.object({ id: z.string(), name: z.string(), credential: text, specialty: text }),
    ),
    locations: z.array(z.object({ id: z.string(), name: z.string(), address: text, phone: text })),
    missing: z.array(z.string()),
  }),
  capabilities: z.object({
    bookAppointment: z.boolean(),
    rescheduleAppointment: z.boolean(),
    cancelAppointment: z.boolean(),
    correction: z._default(z.enum(["task", "document", "none"]), "none"),
    message: z._default(z.enum(["communication", "document", "none"]), "none"),
    decision: z._default(z.enum(["provenance", "none"]), "none"),
    writeSlot: z.boolean(),
    readSlots: z.boolean(),
    transaction: z.boolean(),
    searchByIdentifier: z.boolean(),
    lastUpdated: z.boolean(),
    records: z._default(z.array(z.string()), []),
    searchLagSeconds: z.number(),
    asOf: text,
  }),
  asOf: z.string(),
});
const PatientData: z.ZodMiniType<EhrPatient> = z.object({
  id: z.string(),
  name: z.string(),
  firstName: z.string(),
  birthDate: text,
  emails: z.array(z.string()),
  phone: text,
  language: z.optional(z.enum(["en", "es"])),
});
const SyncData: z.ZodMiniType<SyncRecord> = z.object({
  cursor: text,
  asOf: z.string(),
  since: text,
  through: text,
});

export function dynamoMirror(table: Table): Mirror {
  const practice = (id: string, sk: string) => ({ pk: practicePartition(id), sk });
  const patientKey = (practiceId: string, id: string) => ({
    pk: patientPartition(practiceId, id),
    sk: "PATIENT",
  });
  return {
    async directory(practiceId) {
      const item = await table.get(practice(practiceId, "DIRECTORY"));
      return item && DirectoryData.parse(item.data);
    },
    saveDirectory: (practiceId, record) =>
      table.apply({ put: { ...practice(practiceId, "DIRECTORY"), data: record } }),
    async patient(practiceId, patientId) {
      const item = await table.get(patientKey(practiceId, patientId));
      return item && PatientData.parse(item.data);
    },
    savePatient: (practiceId, patient) =>
      table.apply({ put: { ...patientKey(practiceId, patient.id), data: patient } }),
    async patients(practiceId, ids) {
      const items = await table.batchGet(ids.map((id) => patientKey(practiceId, id)));
      const patients = items.map((item) => PatientData.parse(item.data));
      return new Map(patients.map((patient) => [patient.id, patient]));
    },
    async dayRead(practiceId, day) {
      const item = await table.get(practice(practiceId, `READ#${day}`));
      return typeof item?.data === "string" ? item.data : undefined;
    },
    saveDayRead: (practiceId, day, at) =>
      table.apply({ put: { ...practice(practiceId, `READ#${day}`), data: at } }),
    async sync(practiceId) {
      const item = await table.get(practice(practiceId, "SYNC"));
      return item && SyncData.parse(item.data);
    },
    saveSync: (practiceId, record) =>
      table.apply({ put: { ...practice(practiceId, "SYNC"), data: record } }),
  };
}
