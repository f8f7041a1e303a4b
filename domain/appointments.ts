import * as z from "zod/mini";
import type { Api } from "./api.ts";
import {
  AnswerRequest,
  BookRequest,
  CancelRequest,
  RescheduleRequest,
  SlotQuery,
} from "./appointments-requests.ts";
import { Cursor, Id, Instant, page, TimeZone } from "./identifiers.ts";
import { proxy, self } from "./policy.ts";
import { WriteBack } from "./writeback.ts";

const read = [self, proxy("appointments:read")] as const;
const act = [self, proxy("appointments:act")] as const;

/** Whether patients may book a visit type themselves, ask for it, or only see that it exists. */
export const VisitMode = z.enum(["book", "request", "view"]);

export const VisitType = z.object({
  id: Id,
  name: z.string(),
  nameEs: z.optional(z.string()),
  description: z.optional(z.string()),
  descriptionEs: z.optional(z.string()),
  durationMinutes: z.number(),
  mode: VisitMode,
  /** Patients may change or cancel online until this many hours before the visit. */
  noticeHours: z.number(),
  minAge: z.optional(z.number()),
  maxAge: z.optional(z.number()),
  video: z.optional(z.boolean()),
});
export type VisitType = z.infer<typeof VisitType>;

export const Practitioner = z.object({
  id: Id,
  name: z.string(),
  /** Credential as the practice writes it: "MD", "NP". */
  credential: z.optional(z.string()),
  specialty: z.optional(z.string()),
});
export type Practitioner = z.infer<typeof Practitioner>;

export const Location = z.object({
  id: Id,
  name: z.string(),
  address: z.optional(z.string()),
  phone: z.optional(z.string()),
});
export type Location = z.infer<typeof Location>;

export const Slot = z.object({
  id: Id,
  start: Instant,
  end: Instant,
  practitioner: Practitioner,
  location: Location,
});
export type Slot = z.infer<typeof Slot>;

/** FHIR R4 AppointmentStatus. */
export const AppointmentStatus = z.enum([
  "proposed",
  "pending",
  "booked",
  "arrived",
  "fulfilled",
  "cancelled",
  "noshow",
  "entered-in-error",
  "checked-in",
  "waitlist",
]);
export type AppointmentStatus = z.infer<typeof AppointmentStatus>;

/** A change asked for and not yet in the chart; the visit beside it stays as the chart has it. */
export const AppointmentChange = z.object({
  kind: z.enum(["reschedule", "cancel"]),
  start: z.optional(Instant),
  end: z.optional(Instant),
  practitioner: z.optional(Practitioner),
  location: z.optional(Location),
  writeBack: WriteBack,
});
export type AppointmentChange = z.infer<typeof AppointmentChange>;

const VisitTypeRef = z.object({ id: Id, name: z.string(), nameEs: z.optional(z.string()) });

/** Who booked or asked: the patient unless said otherwise. */
export const BookedBy = z.object({
  kind: z.enum(["carer", "staff"]),
  name: z.string(),
  /** What a carer is to the patient, seen from the carer's side: "child" means the patient is their child. */
  relationship: z.optional(z.string()),
});
export type BookedBy = z.infer<typeof BookedBy>;

export const Appointment = z.object({
  id: Id,
  patientId: Id,
  status: AppointmentStatus,
  start: Instant,
  end: Instant,
  timeZone: TimeZone,
  visitType: VisitTypeRef,
  practitioner: Practitioner,
  location: Location,
  reason: z.optional(z.string()),
  /** True for a visit by video. */
  video: z.optional(z.boolean()),
  writeBack: WriteBack,
  /** For a visit that is asked for and has no time yet: what would suit. `start` is then the earliest wish. */
  preferred: z.optional(z.array(z.object({ from: Instant, to: Instant }))),
  /** Times the practice offers for it; the patient answers. */
  offered: z.optional(z.array(Slot)),
  /** The practice's own words where it said no. */
  declined: z.optional(z.string()),
  bookedBy: z.optional(BookedBy),
  change: z.optional(AppointmentChange),
  /** Online changes are possible until here; absent where they are not possible at all. */
  changeableUntil: z.optional(Instant),
  /** Other times, where this one could not be had. */
  slots: z.optional(z.array(Slot)),
  /** RFC 5545 SEQUENCE of the calendar entry. */
  sequence: z.number(),
  /** When the chart was last read for it. */
  asOf: Instant,
});
export type Appointment = z.infer<typeof Appointment>;

export const Hold = z.object({ id: Id, slotId: Id, expiresAt: Instant });
export type Hold = z.infer<typeof Hold>;

/** An answer made from the mirror says how old it is; `stale` when the EHR does not answer. */
const freshness = { asOf: z.optional(Instant), stale: z.optional(z.boolean()) };

export const appointmentsApi = {
  visitTypes: {
    method: "GET",
    path: "/visit-types",
    summary: "The visit types this patient can see, and what can be done about each.",
    policy: act,
    input: z.strictObject({}),
    output: z.extend(page(VisitType), {
      timeZone: TimeZone,
      practitioners: z.array(Practitioner),
      locations: z.array(Location),
    }),
    problems: ["ehr.unavailable"],
    touches: "chart",
  },
  slots: {
    method: "GET",
    path: "/slots",
    summary: "Open times for a visit type, earliest first.",
    policy: act,
    input: SlotQuery,
    output: z.extend(page(Slot), { timeZone: TimeZone, ...freshness }),
    problems: ["not-found", "ehr.unavailable"],
    touches: "chart",
  },
  hold: {
    method: "POST",
    path: "/holds",
    summary: "Keep a time for this patient for a few minutes.",
    policy: act,
    input: z.strictObject({ slotId: Id }),
    output: Hold,
    status: 201,
    keyed: true,
    problems: ["not-found", "appointments.slot-taken", "request.too-many"],
    touches: "chart",
  },
  release: {
    method: "DELETE",
    path: "/holds/{id}",
    summary: "Give a held time back.",
    policy: act,
    input: z.strictObject({ id: Id }),
    output: z.undefined(),
    status: 204,
    problems: ["not-found"],
    touches: "chart",
  },
  list: {
    method: "GET",
    path: "/appointments",
    summary: "This patient's visits, past and coming.",
    policy: read,
    input: z.strictObject({
      when: z.optional(z.enum(["coming", "past"])),
      cursor: z.optional(Cursor),
    }),
    output: z.extend(page(Appointment), freshness),
    problems: ["ehr.unavailable"],
    touches: "chart",
  },
  book: {
    method: "POST",
    path: "/appointments",
    summary: "Book a visit.",
    policy: act,
    input: BookRequest,
    output: Appointment,
    status: 201,
    keyed: true,
    problems: [
      "not-found",
      "appointments.slot-taken",
      "appointments.hold-expired",
      "appointments.not-bookable",
      "appointments.not-eligible",
      "appointments.too-many-open",
    ],
    touches: "chart",
  },
  read: {
    method: "GET",
    path: "/appointments/{id}",
    summary: "One visit and whether the chart has it.",
    policy: read,
    input: z.strictObject({ id: Id }),
    output: Appointment,
    problems: ["not-found"],
    touches: "chart",
  },
  cancel: {
    method: "POST",
    path: "/appointments/{id}/cancel",
    summary: "Cancel a visit.",
    policy: act,
    input: CancelRequest,
    output: Appointment,
    keyed: true,
    problems: [
      "not-found",
      "appointments.too-late-to-change",
      "appointments.not-changeable",
      "appointments.change-pending",
    ],
    touches: "chart",
  },
  reschedule: {
    method: "POST",
    path: "/appointments/{id}/reschedule",
    summary: "Move a visit. The old time stays until the chart has the new one.",
    policy: act,
    input: RescheduleRequest,
    output: Appointment,
    keyed: true,
    problems: [
      "not-found",
      "appointments.slot-taken",
      "appointments.hold-expired",
      "appointments.too-late-to-change",
      "appointments.not-changeable",
      "appointments.change-pending",
    ],
    touches: "chart",
  },
  answer: {
    method: "POST",
    path: "/appointments/{id}/answer",
    summary: "Answer the times the practice offered for a requested visit.",
    policy: act,
    input: AnswerRequest,
    output: Appointment,
    keyed: true,
    problems: ["not-found", "appointments.slot-taken", "appointments.not-changeable"],
    touches: "chart",
  },
  calendar: {
    method: "GET",
    path: "/appointments/{id}/calendar",
    summary: "The visit as a calendar entry (.ics).",
    policy: read,
    input: z.strictObject({ id: Id, language: z.optional(z.enum(["en", "es"])) }),
    output: z.object({ text: z.string() }),
    mediaType: "text/calendar",
    problems: ["not-found"],
    touches: "chart",
  },
} as const satisfies Api;
