import * as z from "zod/mini";
import { CLASS_CODES, CLASS_DEPARTMENTS, NOT_CANCER } from "./release-law/classes.ts";
import { Outcome, ResultClass } from "./release-law/law.ts";
import {
  ASK_FIRST_LABELS,
  LABELS,
  PLAIN_LABELS,
  PSYCHOTHERAPY,
  SENSITIVE_CODES,
  SENSITIVE_ICD,
  SensitiveCategory,
} from "./release-law/sensitive.ts";

/** What a result says of itself: codes, department and labels as they stand in the chart. */
export interface Described {
  /** Codes of the test, its members and its conclusions, as `system|code`. */
  readonly codes: readonly string[];
  /** Codes of its category (HL7 v2 table 0074: SP, GE, RAD, LAB). */
  readonly categories: readonly string[];
  /** Codes in `meta.security`. */
  readonly labels: readonly string[];
  /** Interpretation codes and coded or worded values: what it found. */
  readonly findings: readonly string[];
}

export const Classified = z.object({
  classes: z.array(ResultClass),
  outcome: Outcome,
  sensitive: z.array(SensitiveCategory),
  /** A psychotherapist's own notes: for nobody, and not to be stored. */
  psychotherapy: z.boolean(),
  /** The chart asks that a clinician talks first. */
  askFirst: z.boolean(),
  /** What put it into its classes; "default" where nothing did. */
  by: z.enum(["code", "department", "label", "default"]),
});
export type Classified = z.infer<typeof Classified>;

/** A practice's own codes for a class, `system|code`, beside ours. */
export type OwnCodes = Partial<Record<ResultClass, readonly string[]>>;

const CLASSES = ResultClass.options;
/** What a label says of the class. */
const CLASS_LABELS: Record<string, readonly ResultClass[]> = {
  HIV: ["hiv"],
  ETH: ["drug-abuse"],
  GDIS: ["genetic", "cancer-genetic"],
};
/** A class that is sensitive whatever the labels say. */
const CLASS_SENSITIVE: Partial<Record<ResultClass, SensitiveCategory>> = {
  hiv: "hiv",
  genetic: "genetic",
  "drug-abuse": "substance-use",
};

/**
 * Which laws could mean this result, and who may be kept from it. A code that no set knows belongs to no class: it is shown
 * when the chart has it, because holding it back "to be safe" is what 45 CFR 171 forbids.
 */
export function classify(result: Described, own: OwnCodes = {}): Classified {
  const found = classesOf(result, own);
  return {
    ...found,
    outcome: outcomeOf(result.findings),
    sensitive: sensitiveOf(result, found.classes),
    psychotherapy: result.labels.includes(PSYCHOTHERAPY),
    askFirst: result.labels.some((label) => ASK_FIRST_LABELS.includes(label)),
  };
}

/** One report of several: as strict as its strictest member, so that no member tells what the report may not. */
export function together(members: readonly Classified[]): Classified {
  const all = <T>(pick: (member: Classified) => readonly T[]) => [
    ...new Set(members.flatMap(pick)),
  ];
  const outcomes = all((member) => [member.outcome]);
  const by = (["code", "department", "label"] as const).find((one) =>
    members.some((member) => member.by === one),
  );
  return {
    classes: all((member) => member.classes),
    outcome:
      (["positive", "unknown", "negative"] as const).find((one) => outcomes.includes(one)) ??
      "unknown",
    sensitive: all((member) => member.sensitive),
    psychotherapy: members.some((member) => member.psychotherapy),
    askFirst: members.some((member) => member.askFirst),
    by: by ?? "default",
  };
}

function classesOf(
  { codes, categories, labels }: Described,
  own: OwnCodes,
): Pick<Classified, "classes" | "by"> {
  const byCode = CLASSES.filter((one) =>
    codes.some((code) => CLASS_CODES[one].has(code) || own[one]?.includes(code)),
  );
  const notCancer = codes.some((code) => NOT_CANCER.has(code));
  const byDepartment = categories
    .flatMap((category) => CLASS_DEPARTMENTS[category] ?? [])
    .filter((one) => !(one === "cancer-genetic" && notCancer));
  const byLabel = labels.flatMap((label) => CLASS_LABELS[label] ?? []);
  // What concerns a gene of cancer concerns a gene.
  const widened = [...byCode, ...byDepartment, ...byLabel].flatMap((one) =>
    one === "cancer-genetic" ? [one, "genetic" as const] : [one],
  );
  const by =
    (byCode.length > 0 && "code") ||
    (byDepartment.length > 0 && "department") ||
    (byLabel.length > 0 && "label");
  return { classes: [...new Set(widened)], by: by || "default" };
}

function sensitiveOf(
  { codes, labels }: Described,
  classes: readonly ResultClass[],
): SensitiveCategory[] {
  const byLabel = labels
    .filter((label) => !PLAIN_LABELS.includes(label))
    .map((label) => LABELS[label] ?? "restricted");
  const byClass = classes.flatMap((one) => CLASS_SENSITIVE[one] ?? []);
  return [...new Set([...byLabel, ...byClass, ...codes.flatMap(sensitiveCode)])];
}

/** What a single code of any record (a problem, a medicine, a test) makes sensitive. */
function sensitiveCode(code: string): SensitiveCategory[] {
  const listed = SENSITIVE_CODES[code];
  const [system, value] = code.split("|");
  const chapters = system?.includes("icd-10")
    ? SENSITIVE_ICD.filter(([start]) => start.test(value ?? "")).map(([, category]) => category)
    : [];
  return listed ? [listed, ...chapters] : chapters;
}

/** HL7 v3 interpretations, SNOMED qualifiers, and the plain words some laboratories send instead. */
const POSITIVE = ["POS", "DET", "RR", "WR", "10828004", "260373001", "11214006"];
const NEGATIVE = ["NEG", "ND", "NR", "260385009", "260415000", "131194007"];
const POSITIVE_WORDS = /^(positive|detected|reactive)$/i;
const NEGATIVE_WORDS = /^(negative|not detected|non-?reactive)$/i;

function outcomeOf(findings: readonly string[]): Outcome {
  if (findings.some((one) => POSITIVE.includes(one) || POSITIVE_WORDS.test(one))) return "positive";
  return findings.some((one) => NEGATIVE.includes(one) || NEGATIVE_WORDS.test(one))
    ? "negative"
    : "unknown";
}
