import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Appointment, Location, Practitioner, Slot, VisitType } from "./appointments.ts";
import { ReasonText, SlotQuery } from "./appointments-requests.ts";
import { Cursor, Id, Instant, LocalDay, page, plainText, TimeZone } from "./identifiers.ts";
import { staff } from "./policy.ts";
import { ScheduledVisit } from "./practice.ts";
import { FinishedCall } from "./work.ts";
import { WriteBackEntry } from "./writeback.ts";

/** A patient as the front desk finds them. */
export const PatientCard = z.object({
  id: Id,
  name: z.string(),
  birthDate: z.optional(LocalDay),
  phone: z.optional(z.string()),
  email: z.optional(z.string()),
  language: z.optional(z.enum(["en", "es"])),
  /** Whether they can sign in to the portal. */
  hasAccount: z.boolean(),
});
export type PatientCard = z.infer<typeof PatientCard>;

export const PatientPage = z.object({
  patient: PatientCard,
  coming: z.array(ScheduledVisit),
  past: z.array(ScheduledVisit),
  /** What they did in the portal and whether the chart has it, newest first. */
  writeBacks: z.array(WriteBackEntry),
  /** Calls the practice made to them, newest first. */
  calls: z.array(FinishedCall),
  /** Who may act for them. */
  carers: z.array(z.object({ name: z.string(), relationship: z.string() })),
  asOf: z.optional(Instant),
  stale: z.optional(z.boolean()),
});
export type PatientPage = z.infer<typeof PatientPage>;

/** A rule of the portal that staff may set aside, with a reason that goes into the audit. */
export const Override = z.strictObject({
  rule: z.enum(["notice", "age", "open-bookings", "mode"]),
  reason: plainText(255),
});
export type Override = z.infer<typeof Override>;
const overrides = z.optional(z.array(Override).check(z.maxLength(4)));

const schedule = [staff("schedule")] as const;
const itsPatient = (visit: { patientId: string }) => [visit.patientId];

/** What the front desk does for a patient who calls: find them, book, move, cancel. */
export const deskApi = {
  patients: {
    // What is looked for is somebody's name or birth date: it goes in the body, never into an address.
    method: "POST",
    path: "/practice/patients/search",
    summary: "Patients by name, birth date (YYYY-MM-DD), phone or e-mail.",
    policy: [staff("patients")],
    input: z.strictObject({ q: plainText(80), cursor: z.optional(Cursor) }),
    output: page(PatientCard),
    problems: ["ehr.unavailable"],
    touches: (answer: { items: PatientCard[] }) => answer.items.map(({ id }) => id),
  },
  patient: {
    method: "GET",
    path: "/practice/patients/{id}",
    summary: "One patient: visits, what they did in the portal, who cares for them.",
    policy: [staff("patients")],
    input: z.strictObject({ id: Id }),
    output: PatientPage,
    problems: ["not-found", "ehr.unavailable"],
    touches: (answer: PatientPage) => [answer.patient.id],
  },
  visitTypes: {
    method: "GET",
    path: "/practice/visit-types",
    summary: "The practice's visit types, clinicians and places.",
    policy: schedule,
    input: z.strictObject({}),
    output: z.extend(page(VisitType), {
      timeZone: TimeZone,
      practitioners: z.array(Practitioner),
      locations: z.array(Location),
    }),
    problems: ["ehr.unavailable"],
    touches: "nobody",
  },
  slots: {
    method: "GET",
    path: "/practice/slots",
    summary: "Open times for a visit type, earliest first.",
    policy: schedule,
    input: SlotQuery,
    output: z.extend(page(Slot), {
      timeZone: TimeZone,
      asOf: z.optional(Instant),
      stale: z.optional(z.boolean()),
    }),
    problems: ["not-found", "ehr.unavailable"],
    touches: "nobody",
  },
  book: {
    method: "POST",
    path: "/practice/patients/{patientId}/appointments",
    summary: "Book a visit for a patient; a rule may be set aside with a reason.",
    policy: schedule,
    input: z.strictObject({ patientId: Id, slotId: Id, reason: z.optional(ReasonText), overrides }),
    output: Appointment,
    status: 201,
    keyed: true,
    problems: [
      "not-found",
      "appointments.slot-taken",
      "appointments.not-bookable",
      "appointments.not-eligible",
      "appointments.too-many-open",
      "ehr.unavailable",
    ],
    touches: itsPatient,
  },
  reschedule: {
    method: "POST",
    path: "/practice/patients/{patientId}/appointments/{id}/reschedule",
    summary: "Move a patient's visit.",
    policy: schedule,
    input: z.strictObject({ patientId: Id, id: Id, slotId: Id, overrides }),
    output: Appointment,
    keyed: true,
    problems: [
      "not-found",
      "appointments.slot-taken",
      "appointments.too-late-to-change",
      "appointments.not-changeable",
      "appointments.change-pending",
    ],
    touches: itsPatient,
  },
  cancel: {
    method: "POST",
    path: "/practice/patients/{patientId}/appointments/{id}/cancel",
    summary: "Cancel a patient's visit.",
    policy: schedule,
    input: z.strictObject({ patientId: Id, id: Id, reason: z.optional(ReasonText), overrides }),
    output: Appointment,
    keyed: true,
    problems: [
      "not-found",
      "appointments.too-late-to-change",
      "appointments.not-changeable",
      "appointments.change-pending",
    ],
    touches: itsPatient,
  },
} as const satisfies Api;
