import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Cursor, Id, Instant, LocalDay, page, plainText } from "./identifiers.ts";
import { ChartDate, Flag } from "./measured.ts";
import { staff } from "./policy.ts";
import { freshness } from "./records.ts";
import { HoldReason } from "./release-events.ts";
import { ResultClass } from "./release-law/law.ts";
import { DeskState } from "./release-standing.ts";
import { Result, ResultKind } from "./results.ts";
import { WriteBack } from "./writeback.ts";

/** Results released at once, at most. */
export const BULK = 50;

/** Why a result is not shown: the engine's words (release-gates.ts), on the wire. */
const Because = z.enum([
  "state-law",
  "practice-rule",
  "life-or-physical-safety",
  "substantial-harm",
  "chart-asks-first",
  "patient-waits-for-comment",
  "no-result-yet",
  "not-final",
  "not-discussed",
]);

/** A decision to hold that stands. */
export const DeskHold = z.object({
  reason: HoldReason,
  at: Instant,
  until: Instant,
  by: z.string(),
  note: z.optional(z.string()),
});
export type DeskHold = z.infer<typeof DeskHold>;

/** The rule that makes it wait: what it says, and whether anybody has checked that we read it right. */
export const DeskRule = z.object({
  citation: z.string(),
  author: z.enum(["law", "practice"]),
  verified: z.boolean(),
});
export type DeskRule = z.infer<typeof DeskRule>;

export const DeskResult = z.object({
  id: Id,
  patient: z.object({ id: Id, name: z.string(), birthDate: z.optional(LocalDay) }),
  title: z.string(),
  kind: ResultKind,
  /** FHIR's own. */
  status: z.string(),
  date: z.optional(ChartDate),
  flag: z.optional(Flag),
  classes: z.array(ResultClass),
  /** Since when the portal has what there is to show. */
  since: Instant,
  state: DeskState,
  because: z.optional(Because),
  rule: z.optional(DeskRule),
  /** When the patient sees it by itself; absent where it waits for a person. */
  until: z.optional(Instant),
  holds: z.array(DeskHold),
  /** The patient sees it; carers do not. */
  fromCarersOnly: z.optional(z.boolean()),
  /** A word of ours would show it at once. */
  releasable: z.boolean(),
  /** Counts up; sent back with a decision, so that nobody decides about what they did not see. */
  version: z.int(),
});
export type DeskResult = z.infer<typeof DeskResult>;

/** What a clinician decides about one result. `discussed`: talked over with the patient, who wants it online. */
export const DecisionKind = z.enum(["release", "hold", "lift", "discussed", "comment"]);
export type DecisionKind = z.infer<typeof DecisionKind>;

/** A decision about showing a result, and whether the chart says so. */
export const DeskDecision = z.object({
  decision: DecisionKind,
  by: z.string(),
  at: Instant,
  writeBack: WriteBack,
});
export type DeskDecision = z.infer<typeof DeskDecision>;

/** The same with what the patient sees once it is shown, and what was decided about that, newest first. */
export const DeskPreview = z.extend(DeskResult, {
  preview: Result,
  decisions: z.array(DeskDecision),
});
export type DeskPreview = z.infer<typeof DeskPreview>;

const NoteText = plainText(500);
const CommentText = plainText(2000);

/** One decision; a hold needs its reason, note and end, a comment its words, and the others nothing. */
export const Decision = z
  .strictObject({
    patientId: Id,
    id: Id,
    decision: DecisionKind,
    version: z.int(),
    reason: z.optional(HoldReason),
    note: z.optional(NoteText),
    until: z.optional(Instant),
    comment: z.optional(CommentText),
  })
  .check(
    z.refine(
      ({ decision, reason, note, until }) =>
        decision === "hold"
          ? reason !== undefined && note !== undefined && until !== undefined
          : reason === undefined && note === undefined && until === undefined,
      { error: "A hold, and nothing else, has reason, note and until.", path: ["reason"] },
    ),
    z.refine(({ decision, comment }) => (decision === "comment") === (comment !== undefined), {
      error: "A comment, and nothing else, has words.",
      path: ["comment"],
    }),
  );
export type Decision = z.infer<typeof Decision>;

const Named = z.strictObject({ patientId: Id, id: Id, version: z.int() });

/** What became of one result of several. */
export const BulkOutcome = z.object({
  patientId: Id,
  id: Id,
  /** `waits`: our word stands, and a law or the patient's own wish still makes it wait. */
  outcome: z.enum(["released", "waits", "already-visible", "changed", "not-found"]),
  until: z.optional(Instant),
});
export type BulkOutcome = z.infer<typeof BulkOutcome>;

export const DeskCounts = z.object({
  onHold: z.int(),
  waits: z.int(),
  due: z.int(),
  overdue: z.int(),
  /** There are more than were counted. */
  more: z.optional(z.boolean()),
});
export type DeskCounts = z.infer<typeof DeskCounts>;

/** "2026-11" */
const Month = z.string().check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/));

const desk = [staff("results:release")] as const;
const ofItem = (answer: DeskResult) => [answer.patient.id];

export const releaseDeskApi = {
  queue: {
    method: "GET",
    path: "/practice/results",
    summary:
      "Results that patients do not see yet, oldest first, and why; with `patientId`, all of that patient's, newest first.",
    policy: desk,
    input: z.strictObject({
      state: z.optional(DeskState),
      class: z.optional(ResultClass),
      patientId: z.optional(Id),
      cursor: z.optional(Cursor),
    }),
    output: z.extend(page(DeskResult), freshness),
    problems: [],
    touches: (answer: { items: DeskResult[] }) => answer.items.flatMap(ofItem),
  },
  counts: {
    method: "GET",
    path: "/practice/results/counts",
    summary: "How many results wait, and for what.",
    policy: desk,
    input: z.strictObject({}),
    output: DeskCounts,
    problems: [],
    touches: "nobody",
  },
  holds: {
    method: "GET",
    path: "/practice/results/holds",
    summary: "The holds of a month (CSV): who, when, why, until when, and how each ended.",
    policy: desk,
    input: z.strictObject({ month: Month }),
    output: z.object({ text: z.string(), patients: z.array(Id) }),
    mediaType: "text/csv",
    problems: [],
    touches: (answer: { patients: string[] }) => answer.patients,
  },
  releaseMany: {
    method: "POST",
    path: "/practice/results/release",
    summary: "Release up to fifty results; each by itself, with what became of it.",
    policy: desk,
    input: z.strictObject({
      results: z.array(Named).check(z.minLength(1), z.maxLength(BULK)),
    }),
    output: z.object({ items: z.array(BulkOutcome) }),
    keyed: true,
    problems: [],
    touches: (answer: { items: BulkOutcome[] }) =>
      answer.items.filter(({ outcome }) => outcome !== "not-found").map((one) => one.patientId),
  },
  result: {
    method: "GET",
    path: "/practice/patients/{patientId}/results/{id}",
    summary: "One result as it stands at the desk, and as the patient sees it.",
    policy: desk,
    input: z.strictObject({ patientId: Id, id: Id }),
    output: DeskPreview,
    problems: ["not-found"],
    touches: ofItem,
  },
  decide: {
    method: "POST",
    path: "/practice/patients/{patientId}/results/{id}/decisions",
    summary: "Release a result, hold it with a reason and an end, or write the patient a word.",
    policy: desk,
    input: Decision,
    output: DeskPreview,
    keyed: true,
    problems: ["not-found", "work.changed", "results.already-visible"],
    touches: ofItem,
  },
} as const satisfies Api;
