import * as z from "zod/mini";

/** Kinds of result that some law treats apart. What belongs to each stands in classes.ts. */
export const ResultClass = z.enum([
  "malignancy",
  "genetic",
  "cancer-genetic",
  "hiv",
  "hepatitis-antigen",
  "drug-abuse",
]);
export type ResultClass = z.infer<typeof ResultClass>;

/** What a test found, as far as its codes say. Unknown counts as positive where a rule asks. */
export const Outcome = z.enum(["positive", "negative", "unknown"]);
export type Outcome = z.infer<typeof Outcome>;

export const JurisdictionCode = z.enum(["US", "KY", "TX", "MT", "CO", "CA"]);
export type JurisdictionCode = z.infer<typeof JurisdictionCode>;

/** Days that count as business days: weekdays alone, or those that are no federal or Colorado holiday either. */
export type BusinessCalendar = "weekdays" | "colorado";

/**
 * From the moment a result is final: so many hours; from the start of the nth day after its date; or from the end of
 * the nth business day after it. Days are those of the practice's zone.
 */
export type Clock =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly businessDays: number; readonly calendar: BusinessCalendar };

/** `not-before`: not earlier. `exactly`: not earlier, and not later either. `after-discussion`: no clock, a conversation. */
export type Demand =
  | { readonly kind: "not-before"; readonly clock: Clock }
  | { readonly kind: "exactly"; readonly clock: Clock }
  | { readonly kind: "after-discussion" };

/** Whose recorded word ends a rule's waiting before its clock does. */
export type Mover = "provider" | "patient";

/** One rule, for the days it is in force. */
export interface ReleaseRule {
  readonly id: string;
  readonly author: "law" | "practice";
  readonly classes: readonly ResultClass[];
  /** Classes the rule covers only where the test was not negative. */
  readonly onlyIfPositive: readonly ResultClass[];
  readonly demand: Demand;
  readonly movers: readonly Mover[];
  /** First day in force; and the first day it no longer is. */
  readonly from: string;
  readonly to?: string;
}

/** A rule as we know it: where it stands, and how sure we are. */
export interface LawRule extends ReleaseRule {
  readonly jurisdiction: JurisdictionCode;
  readonly citation: string;
  readonly source: string;
  /** False: to be read by the practice's counsel before it is relied on. The practice is shown this. */
  readonly verified: boolean;
  /** What of it was read for this table, and when. */
  readonly read: string;
  /** How we read it where its words leave it open. */
  readonly reading: string;
}
