import * as z from "zod/mini";

/** Kinds of record that a person may want kept from somebody who may see the rest. */
export const SensitiveCategory = z.enum([
  "hiv",
  "sexual-infection",
  "reproductive",
  "substance-use",
  "mental-health",
  "genetic",
  "violence",
  /** Marked by the chart, without saying as what. */
  "restricted",
]);
export type SensitiveCategory = z.infer<typeof SensitiveCategory>;

/** The tables below as we know them on this day. */
export const SENSITIVE_AS_OF = "2026-11-23";

/** Labels in `meta.security` (HL7 v3 ActCode, Confidentiality) and what they say. One not listed is "restricted". */
export const LABELS: Record<string, SensitiveCategory> = {
  HIV: "hiv",
  STD: "sexual-infection",
  SEX: "reproductive",
  PREGNANT: "reproductive",
  ETH: "substance-use",
  ETHUD: "substance-use",
  OPIOIDUD: "substance-use",
  PSY: "mental-health",
  MH: "mental-health",
  BH: "mental-health",
  GDIS: "genetic",
  SDV: "violence",
  DV: "violence",
  R: "restricted",
  V: "restricted",
};

/** Labels that say nothing is special: normal, moderate, low, unrestricted. */
export const PLAIN_LABELS: readonly string[] = ["N", "M", "L", "U"];
/** A psychotherapist's own notes (45 CFR 164.501): never mirrored, never shown. */
export const PSYCHOTHERAPY = "PSYTHPN";
/** "Not to the patient before a clinician has talked": the chart asks to be asked first. */
export const ASK_FIRST_LABELS: readonly string[] = ["TBOO", "NOPAT"];

const LOINC = "http://loinc.org";
const SNOMED = "http://snomed.info/sct";

/** Single codes, as `system|code`. Tests in a class of their own (HIV, genes, drugs) are added by that. */
export const SENSITIVE_CODES: Record<string, SensitiveCategory> = {
  // What a patient wrote themselves, such as a request for a correction: theirs, whoever else may see the chart.
  [`${LOINC}|51855-5`]: "restricted",
  [`${LOINC}|21613-5`]: "sexual-infection",
  [`${LOINC}|24111-7`]: "sexual-infection",
  [`${LOINC}|43304-5`]: "sexual-infection",
  [`${LOINC}|43305-2`]: "sexual-infection",
  [`${LOINC}|20507-0`]: "sexual-infection",
  [`${LOINC}|22461-8`]: "sexual-infection",
  [`${LOINC}|2106-3`]: "reproductive",
  [`${LOINC}|2118-8`]: "reproductive",
  [`${LOINC}|21198-7`]: "reproductive",
  [`${SNOMED}|86406008`]: "hiv",
  [`${SNOMED}|62479008`]: "hiv",
  [`${SNOMED}|8098009`]: "sexual-infection",
  [`${SNOMED}|77386006`]: "reproductive",
  [`${SNOMED}|26416006`]: "substance-use",
  [`${SNOMED}|66590003`]: "substance-use",
  [`${SNOMED}|75544000`]: "substance-use",
  [`${SNOMED}|35489007`]: "mental-health",
  [`${SNOMED}|13746004`]: "mental-health",
  [`${SNOMED}|58214004`]: "mental-health",
};

/** Chapters of ICD-10-CM, by how a code begins. */
export const SENSITIVE_ICD: readonly (readonly [RegExp, SensitiveCategory])[] = [
  [/^(B20|Z21|R75)/, "hiv"],
  [/^A(5\d|6[0-4])/, "sexual-infection"],
  [/^(O|Z3[0-9A]|Z64\.0)/, "reproductive"],
  [/^F1\d/, "substance-use"],
  [/^F(0[1-9]|[2-9]\d)/, "mental-health"],
  [/^(T7[46]|Y07|Z69)/, "violence"],
  [/^(Z14|Z15)/, "genetic"],
];
