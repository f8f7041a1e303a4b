import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Slot } from "./appointments.ts";
import { Cursor, Id, Instant, LocalDay, page, plainText } from "./identifiers.ts";
import { staff } from "./policy.ts";
import { ScheduledVisit } from "./practice.ts";

/**
 * One thing a person at the practice must do. All queues are lists of these: what differs is the kind, what it is
 * about and what may be done with it.
 */
export const WorkKind = z.enum([
  /** A patient asked for a visit: schedule it, offer times or decline. */
  "request",
  /** Something must be typed into the chart by hand, or an electronic write needs a decision. */
  "write-back",
  /** Call the patient: something they were told has changed for the worse, or time runs out. */
  "phone",
]);
export type WorkKind = z.infer<typeof WorkKind>;

/** Why there is work: a code the console puts into words. */
export const WorkReason = z.enum([
  "asked-for-visit",
  "patient-answered",
  "ehr-cannot-take-it",
  "tried-for-a-day",
  "not-found-after-entry",
  "lost-its-time",
  "refused-by-ehr",
  "still-unconfirmed",
]);
export type WorkReason = z.infer<typeof WorkReason>;

/** What to type into the chart, field by field, ready to copy. */
export const Entry = z.object({ label: z.string(), value: z.string() });

export const WorkItem = z.object({
  id: Id,
  kind: WorkKind,
  reason: WorkReason,
  since: Instant,
  patient: z.object({
    id: Id,
    name: z.string(),
    birthDate: z.optional(LocalDay),
    phone: z.optional(z.string()),
  }),
  /** Who asked, where it was not the patient: "Grace Okafor (parent)". */
  askedBy: z.optional(z.string()),
  visit: z.optional(ScheduledVisit),
  /** The windows a patient prefers (requests). */
  preferred: z.optional(z.array(z.object({ from: Instant, to: Instant }))),
  /** Times staff offered and the patient has not answered yet. */
  offered: z.optional(z.array(Slot)),
  /** Exactly what to enter (write-backs). */
  enter: z.optional(z.array(Entry)),
  /** Someone says they entered it; it is in the chart once a read finds it. */
  entered: z.optional(z.object({ by: z.string(), at: Instant })),
  /** The EHR can be tried once more (write-backs); a time without a slot only a person can enter. */
  retriable: z.optional(z.boolean()),
  assignee: z.optional(z.object({ id: Id, name: z.string() })),
  /** Counts up; sent back with an action so that two people do not do the same thing. */
  version: z.number(),
});
export type WorkItem = z.infer<typeof WorkItem>;

/** The version of the item that was on the screen: when it is another by now, the action is refused. */
const seen = { version: z.optional(z.int()) };
/** True when somebody worked on it after this version was seen. */
export const changedSince = (
  { version }: Pick<WorkItem, "version">,
  { version: seenVersion }: { version?: number | undefined },
): boolean => seenVersion !== undefined && seenVersion !== version;

/** A call that was made: what it was about, who made it and what they noted. */
export const FinishedCall = z.object({
  id: Id,
  reason: WorkReason,
  at: Instant,
  by: z.string(),
  note: z.optional(z.string()),
});
export type FinishedCall = z.infer<typeof FinishedCall>;

export const WorkCounts = z.object({
  request: z.number(),
  "write-back": z.number(),
  phone: z.number(),
  mine: z.number(),
});
export type WorkCounts = z.infer<typeof WorkCounts>;

const Colleague = z.object({ id: Id, name: z.string(), role: z.string() });

const queue = staff("write-backs");
const patientsOf = (answer: { items: { patient: { id: string } }[] }) =>
  answer.items.map((item) => item.patient.id);
const itsPatient = (answer: WorkItem) => [answer.patient.id];
const NoteText = plainText(500);

const listInput = z.strictObject({
  assignee: z.optional(z.enum(["me", "nobody", "anyone"])),
  cursor: z.optional(Cursor),
});

/** A time staff choose: an open slot, or, where the EHR has none to show, the time as they will enter it. */
export const ChosenTime = z
  .strictObject({
    id: Id,
    slotId: z.optional(Id),
    start: z.optional(Instant),
    end: z.optional(Instant),
    practitionerId: z.optional(Id),
    locationId: z.optional(Id),
    visitTypeId: z.optional(Id),
    ...seen,
  })
  .check(
    z.refine(
      (given) =>
        (given.slotId !== undefined) !==
        (given.start !== undefined &&
          given.end !== undefined &&
          given.practitionerId !== undefined &&
          given.locationId !== undefined),
      {
        error: "Give slotId, or start, end, practitionerId and locationId.",
        path: ["slotId"],
      },
    ),
  );
export type ChosenTime = z.infer<typeof ChosenTime>;

export const workApi = {
  counts: {
    method: "GET",
    path: "/practice/counts",
    summary: "How much work waits, per queue.",
    policy: [queue],
    input: z.strictObject({}),
    output: WorkCounts,
    problems: [],
    touches: "nobody",
  },
  colleagues: {
    method: "GET",
    path: "/practice/staff",
    summary: "Who work can be assigned to.",
    policy: [queue],
    input: z.strictObject({}),
    output: page(Colleague),
    problems: [],
    touches: "nobody",
  },
  requests: {
    method: "GET",
    path: "/practice/requests",
    summary: "Visits patients asked for, oldest first.",
    policy: [queue],
    input: listInput,
    output: page(WorkItem),
    problems: [],
    touches: patientsOf,
  },
  writeBacks: {
    method: "GET",
    path: "/practice/write-backs",
    summary: "What must be entered into the chart by a person, oldest first.",
    policy: [queue],
    input: listInput,
    output: page(WorkItem),
    problems: [],
    touches: patientsOf,
  },
  tasks: {
    method: "GET",
    path: "/practice/tasks",
    summary: "Patients to call, oldest first.",
    policy: [queue],
    input: listInput,
    output: page(WorkItem),
    problems: [],
    touches: patientsOf,
  },
  assign: {
    method: "POST",
    path: "/practice/work/{id}/assign",
    summary: "Give a piece of work to a colleague, or to nobody.",
    policy: [queue],
    input: z.strictObject({ id: Id, assigneeId: z.optional(Id), ...seen }),
    output: WorkItem,
    problems: ["not-found", "work.changed"],
    touches: itsPatient,
  },
  scheduleRequest: {
    method: "POST",
    path: "/practice/requests/{id}/schedule",
    summary: "Schedule a visit a patient asked for.",
    policy: [queue],
    input: ChosenTime,
    output: WorkItem,
    problems: ["not-found", "work.changed", "appointments.slot-taken"],
    touches: itsPatient,
  },
  offer: {
    method: "POST",
    path: "/practice/requests/{id}/offer",
    summary: "Offer up to three open times to the patient who asked.",
    policy: [queue],
    input: z.strictObject({
      id: Id,
      slotIds: z.array(Id).check(z.minLength(1), z.maxLength(3)),
      ...seen,
    }),
    output: WorkItem,
    problems: ["not-found", "work.changed", "appointments.slot-taken"],
    touches: itsPatient,
  },
  decline: {
    method: "POST",
    path: "/practice/requests/{id}/decline",
    summary: "Say no to a request, with words the patient will read.",
    policy: [queue],
    input: z.strictObject({ id: Id, reason: NoteText, ...seen }),
    output: WorkItem,
    problems: ["not-found", "work.changed"],
    touches: itsPatient,
  },
  entered: {
    method: "POST",
    path: "/practice/write-backs/{id}/entered",
    summary: "Say that it was typed into the chart; a read must still find it.",
    policy: [queue],
    input: z.strictObject({ id: Id, ...seen }),
    output: WorkItem,
    problems: ["not-found", "work.changed"],
    touches: itsPatient,
  },
  retry: {
    method: "POST",
    path: "/practice/write-backs/{id}/retry",
    summary: "Try the EHR once more.",
    policy: [queue],
    input: z.strictObject({ id: Id, ...seen }),
    output: WorkItem,
    problems: ["not-found", "work.changed"],
    touches: itsPatient,
  },
  done: {
    method: "POST",
    path: "/practice/tasks/{id}/done",
    summary: "The patient was called.",
    policy: [queue],
    input: z.strictObject({ id: Id, note: z.optional(NoteText), ...seen }),
    output: WorkItem,
    problems: ["not-found", "work.changed"],
    touches: itsPatient,
  },
} as const satisfies Api;
