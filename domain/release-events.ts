import * as z from "zod/mini";
import { Id, Instant } from "./identifiers.ts";
import { Classified } from "./release-classify.ts";
import { Outcome, ResultClass } from "./release-law/law.ts";
import { SensitiveCategory } from "./release-law/sensitive.ts";

/** The longest one decision to hold may last, days. Longer takes a new look and a new record. */
export const HOLD_DAYS = 14;
/** Where the chart asks that a clinician talks first: how long they have to, hours, before it shows all the same. */
export const ASK_FIRST_HOURS = 72;
/** The longest a patient's "after the comment" waits, days, before the result is shown all the same. */
export const COMMENT_DAYS = 7;
/** Waking hours: notices from eight to nine, on the practice's clock. */
export const WAKING = { fromHour: 8, toHour: 21 } as const;

/** FHIR R4's codes of DiagnosticReport and Observation. */
export const ResultStatus = z.enum([
  "registered",
  "partial",
  "preliminary",
  "unknown",
  "final",
  "amended",
  "corrected",
  "appended",
  "cancelled",
  "entered-in-error",
]);
export type ResultStatus = z.infer<typeof ResultStatus>;

/** One state of a result, as the chart had it when the portal looked. */
export const ResultVersion = z.object({
  status: ResultStatus,
  /** When the laboratory says it gave it out. One in the future counts as given when seen. */
  issued: z.optional(Instant),
  /** When the portal first had it so. */
  seen: Instant,
  is: Classified,
});
export type ResultVersion = z.infer<typeof ResultVersion>;

/**
 * Why a clinician may hold one result of one patient (45 CFR 171.201, 164.524(a)(3)): from everyone where a life or
 * physical safety is endangered; from representatives alone where they would do substantial harm.
 */
export const HoldReason = z.enum(["life-or-physical-safety", "substantial-harm"]);
export type HoldReason = z.infer<typeof HoldReason>;

const by = { at: Instant, by: Id };
/** What people did about a result. Never changed, only added to. */
export const ReleaseEvent = z.discriminatedUnion("is", [
  z.object({ is: z.literal("held"), ...by, reason: HoldReason, until: Instant }),
  /** The holds so far end; what else waits goes on waiting. */
  z.object({ is: z.literal("lifted"), ...by }),
  /** A clinician's word that it goes out now, where the law leaves them that; holds end too. It covers later versions. */
  z.object({ is: z.literal("released"), ...by }),
  /** The patient wants this one test at once, where the law leaves them that. */
  z.object({ is: z.literal("asked-for"), ...by }),
  /** A clinician talked it over with the patient, who wants to have it online. */
  z.object({ is: z.literal("discussed"), ...by }),
  z.object({ is: z.literal("commented"), ...by }),
  /** A clinician's judgement of this result in place of our tables'. */
  z.object({ is: z.literal("judged"), ...by, classes: z.array(ResultClass), outcome: Outcome }),
]);
export type ReleaseEvent = z.infer<typeof ReleaseEvent>;

/** When and how a patient wants to learn of results. */
export const Timing = z.enum(["now", "waking-hours", "after-comment", "only-that-it-is-there"]);
export type Timing = z.infer<typeof Timing>;

/** A patient's choice from a moment on: for most results, and for classes apart. */
export const TimingChoice = z.object({
  at: Instant,
  usual: Timing,
  byClass: z.optional(z.partialRecord(ResultClass, Timing)),
});
export type TimingChoice = z.infer<typeof TimingChoice>;

/** Whose eyes: the patient's own, or a carer's, with what the patient or the law lets them see of what is sensitive. */
export const Viewer = z.discriminatedUnion("is", [
  z.object({ is: z.literal("patient") }),
  z.object({ is: z.literal("representative"), may: z.array(SensitiveCategory) }),
]);
export type Viewer = z.infer<typeof Viewer>;
