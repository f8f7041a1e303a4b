import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Appointment, Location, Practitioner } from "./appointments.ts";
import { Id, Instant, LocalDay, TimeZone } from "./identifiers.ts";
import { staff } from "./policy.ts";

/** A visit as staff see it on the schedule: whose, and how it got there. */
export const ScheduledVisit = z.object({
  ...Appointment.shape,
  patient: z.object({ id: Id, name: z.string(), birthDate: z.optional(LocalDay) }),
  bookedVia: z.enum(["portal", "chart"]),
});
export type ScheduledVisit = z.infer<typeof ScheduledVisit>;

export const Schedule = z.object({
  items: z.array(ScheduledVisit),
  day: LocalDay,
  timeZone: TimeZone,
  practitioners: z.array(Practitioner),
  locations: z.array(Location),
  asOf: z.optional(Instant),
  stale: z.optional(z.boolean()),
});
export type Schedule = z.infer<typeof Schedule>;

export const practiceApi = {
  schedule: {
    method: "GET",
    path: "/practice/schedule",
    summary: "A day's visits by time, for the whole practice or one clinician or place.",
    policy: [staff("schedule")],
    input: z.strictObject({
      day: z.optional(LocalDay),
      practitionerId: z.optional(Id),
      locationId: z.optional(Id),
    }),
    output: Schedule,
    problems: ["ehr.unavailable"],
    touches: (answer: Schedule) => answer.items.map((visit) => visit.patient.id),
  },
} as const satisfies Api;
