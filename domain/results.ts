import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Id, page } from "./identifiers.ts";
import { Amount, Attachment, ChartDate, Comment, Flag, Measured, Range } from "./measured.ts";
import { proxy, self } from "./policy.ts";
import { freshness, RecordCursor } from "./records.ts";
import { Timing } from "./release-events.ts";
import type { ResultClass } from "./release-law/law.ts";

/** What kind of result it is: rules and screens treat them apart. */
export const ResultKind = z.enum(["lab", "imaging", "pathology", "other"]);
export type ResultKind = z.infer<typeof ResultKind>;

const summary = {
  /** "DiagnosticReport~12", or "Observation~7" for a result that belongs to no report. */
  id: Id,
  kind: ResultKind,
  title: z.string(),
  /** FHIR's own: registered, partial, preliminary, final, amended, corrected, appended, cancelled, entered-in-error. */
  status: z.string(),
  /** When it was taken. */
  date: z.optional(ChartDate),
  /** When it was reported. */
  issued: z.optional(ChartDate),
  /** The gravest flag among its values. */
  flag: z.optional(Flag),
  /** How many values it holds. */
  values: z.int(),
  commented: z.optional(z.boolean()),
  /** The patient wants to know no more than that it is there: what it says, only the result itself tells. */
  sealed: z.optional(z.boolean()),
};

export const ResultSummary = z.object(summary);
export type ResultSummary = z.infer<typeof ResultSummary>;

/** What a result said before it was changed. */
export const EarlierResult = z.object({
  status: z.string(),
  issued: z.optional(ChartDate),
  values: z.array(Measured),
  conclusion: z.optional(z.string()),
});
export type EarlierResult = z.infer<typeof EarlierResult>;

export const Result = z.object({
  ...summary,
  measured: z.array(Measured),
  conclusion: z.optional(z.string()),
  comments: z.optional(z.array(Comment)),
  attachments: z.optional(z.array(Attachment)),
  performer: z.optional(z.string()),
  interpreter: z.optional(z.string()),
  /** Values the report names that are not in the chart (yet). */
  missing: z.optional(z.int()),
  /** Newest first. */
  history: z.array(EarlierResult),
  source: z.object({ reference: z.string(), updated: z.optional(ChartDate) }),
  ...freshness,
});
export type Result = z.infer<typeof Result>;

/** One value of a test over time. */
export const TrendPoint = z.object({
  id: Id,
  /** The result it stands in. */
  resultId: z.optional(Id),
  loinc: z.string(),
  name: z.string(),
  date: ChartDate,
  value: Amount,
  range: z.optional(Range),
  flag: z.optional(Flag),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

const timing = z.optional(Timing);
const byClass: Record<ResultClass, typeof timing> = {
  malignancy: timing,
  genetic: timing,
  "cancer-genetic": timing,
  hiv: timing,
  "hepatitis-antigen": timing,
  "drug-abuse": timing,
};
/** Counts up; sent back with a change. */
const version = z.int();
/** When and how a patient wants to learn of results; kinds of result may be treated apart. */
export const ResultTiming = z.object({ usual: Timing, byClass: z.object(byClass), version });
export type ResultTiming = z.infer<typeof ResultTiming>;

const read = [self, proxy("records:read")] as const;

export const resultsApi = {
  list: {
    method: "GET",
    path: "/results",
    summary: "This patient's results, newest first.",
    policy: read,
    input: z.strictObject({ cursor: z.optional(RecordCursor) }),
    output: z.extend(page(ResultSummary), freshness),
    problems: ["ehr.unavailable"],
    touches: "chart",
  },
  read: {
    method: "GET",
    path: "/results/{id}",
    summary: "One result, whole, and what it said before it was changed.",
    policy: read,
    input: z.strictObject({ id: Id }),
    output: Result,
    problems: ["not-found"],
    touches: "chart",
  },
  trend: {
    method: "GET",
    path: "/results/trends/{loinc}",
    summary: "The values of one test over time, newest first.",
    policy: read,
    input: z.strictObject({
      loinc: z.string().check(z.regex(/^[A-Za-z0-9-]{1,32}$/)),
      cursor: z.optional(RecordCursor),
    }),
    output: z.extend(page(TrendPoint), freshness),
    problems: ["ehr.unavailable"],
    touches: "chart",
  },
  timing: {
    method: "GET",
    path: "/account/result-timing",
    summary: "When and how this patient wants to learn of results.",
    policy: [self],
    input: z.strictObject({}),
    output: ResultTiming,
    problems: [],
    touches: "chart",
  },
  chooseTiming: {
    method: "PUT",
    path: "/account/result-timing",
    summary: "Choose when and how to learn of results from now on.",
    policy: [self],
    input: z.strictObject({ usual: Timing, byClass: z.strictObject(byClass), version }),
    output: ResultTiming,
    problems: ["work.changed"],
    touches: "chart",
  },
} as const satisfies Api;
