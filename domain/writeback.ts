import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Cursor, Id, Instant, page } from "./identifiers.ts";
import { proxy, self } from "./policy.ts";

/** What a patient is told about an action of theirs and the chart. Nothing is ever shown as written that is not. */
export const WriteBackState = z.enum([
  /** Kept here, not in the chart; we keep trying. */
  "saved",
  /** The EHR acknowledged it and we hold its reference. */
  "in-chart",
  /** This EHR can't take it electronically: a person at the practice has it in a work queue. */
  "with-practice",
  /** A named person says they typed it in; in the chart only when a read finds it. */
  "entered",
  /** The EHR refused, or someone else was first. */
  "needs-attention",
]);
export type WriteBackState = z.infer<typeof WriteBackState>;

/** Why something needs attention or waits: a code the screens put into words. */
export const WriteBackReason = z.enum([
  "ehr-unreachable",
  "checking-chart",
  "slot-taken",
  "changed-in-chart",
  "refused",
  "not-supported",
  "tried-for-a-day",
  "not-found-after-entry",
]);
export type WriteBackReason = z.infer<typeof WriteBackReason>;

export const NextStep = z.enum([
  "wait",
  "choose-another-time",
  "call-practice",
  "practice-will-do-it",
]);

export const WriteBack = z.object({
  state: WriteBackState,
  since: Instant,
  /** The EHR's own, such as "Appointment/123". */
  reference: z.optional(z.string()),
  reason: z.optional(WriteBackReason),
  nextStep: z.optional(NextStep),
});
export type WriteBack = z.infer<typeof WriteBack>;

export const WriteBackEntry = z.object({
  id: Id,
  kind: z.string(),
  /** The entity it is about, such as an appointment's id. */
  subject: Id,
  writeBack: WriteBack,
});
export type WriteBackEntry = z.infer<typeof WriteBackEntry>;

export const writebackApi = {
  list: {
    method: "GET",
    path: "/write-backs",
    summary: "What this patient did and whether the chart has it, newest first.",
    policy: [self, proxy("appointments:read")],
    input: z.strictObject({ cursor: z.optional(Cursor) }),
    output: page(WriteBackEntry),
    problems: [],
    touches: "chart",
  },
  read: {
    method: "GET",
    path: "/write-backs/{id}",
    summary: "One write-back.",
    policy: [self, proxy("appointments:read")],
    input: z.strictObject({ id: Id }),
    output: WriteBackEntry,
    problems: ["not-found"],
    touches: "chart",
  },
} as const satisfies Api;
