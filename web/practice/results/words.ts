import type { z } from "zod/mini";
import type { DecisionKind, DeskResult } from "#domain/release-desk.ts";
import type { HoldReason } from "#domain/release-events.ts";
import type { ResultClass } from "#domain/release-law/law.ts";
import type { DeskState } from "#domain/release-standing.ts";
import type { WriteBack } from "#domain/writeback.ts";
import type { Tone } from "#web/ui/chip.tsx";
import type { IconName } from "#web/ui/icon.tsx";

type Because = NonNullable<z.infer<typeof DeskResult>["because"]>;

export const STATE: Record<DeskState, readonly [name: string, tone: Tone, icon: IconName]> = {
  held: ["On hold", "info", "clock"],
  waits: ["Waits", "plain", "clock"],
  due: ["Due", "wait", "alert"],
  overdue: ["Overdue", "bad", "alert"],
  visible: ["Visible", "good", "check"],
};

/** Why it is not shown: in a row, and as a sentence for the person who decides. */
export const BECAUSE: Record<Because, readonly [short: string, long: string]> = {
  "state-law": [
    "State law",
    "A state law says how long this kind of result waits. It is shown by itself when the time is over.",
  ],
  "practice-rule": [
    "Own rule",
    "A rule of this practice follows a law that our tables lack. It is shown by itself when the time is over.",
  ],
  "life-or-physical-safety": [
    "Life or safety",
    "Held from everyone, for a life or physical safety would be endangered.",
  ],
  "substantial-harm": [
    "Harm by carers",
    "Held from carers, for they would do substantial harm. The patient is not kept from it.",
  ],
  "chart-asks-first": [
    "Chart asks first",
    "The chart asks that a clinician talks with the patient first. It is shown by itself when three days are over.",
  ],
  "patient-waits-for-comment": [
    "Wants your word",
    "The patient wants to read it with a clinician’s comment, and waits a week for one.",
  ],
  "no-result-yet": ["No result", "There is no result yet."],
  "not-final": [
    "Not final",
    "A law lets this kind of result out when it is final. The laboratory has not said that it is.",
  ],
  "not-discussed": [
    "Talk first",
    "A law asks that somebody talks it over with the patient, who then asks for it online. No clock runs.",
  ],
};

export const CLASS: Record<ResultClass, string> = {
  malignancy: "Malignancy",
  genetic: "Genetic",
  "cancer-genetic": "Cancer genes",
  hiv: "HIV",
  "hepatitis-antigen": "Hepatitis",
  "drug-abuse": "Drugs",
};
export const CLASSES: readonly ResultClass[] = [
  "malignancy",
  "genetic",
  "cancer-genetic",
  "hiv",
  "hepatitis-antigen",
  "drug-abuse",
];

export const REASON: Record<HoldReason, readonly [name: string, meaning: string]> = {
  "life-or-physical-safety": [
    "A life or physical safety",
    "Kept from the patient and carers (45 CFR 171.201, 164.524(a)(3)(i)).",
  ],
  "substantial-harm": [
    "Substantial harm by carers",
    "Kept from carers alone; the patient sees it (45 CFR 164.524(a)(3)(iii)).",
  ],
};
export const REASONS: readonly HoldReason[] = ["life-or-physical-safety", "substantial-harm"];

/** What was said of a decision when it is made. */
export const DONE: Record<DecisionKind, (result: DeskResult) => string> = {
  release: (result) =>
    result.state === "visible"
      ? `${result.patient.name} sees it now.`
      : `Released by you. ${BECAUSE[result.because ?? "state-law"][0]} still makes it wait.`,
  hold: () => "On hold. It ends by itself.",
  lift: (result) =>
    result.state === "visible" ? `${result.patient.name} sees it now.` : "The hold is over.",
  discussed: (result) =>
    result.state === "visible" ? `${result.patient.name} sees it now.` : "Written down.",
  comment: (result) =>
    result.state === "visible"
      ? `${result.patient.name} reads your comment.`
      : `${result.patient.name} reads your comment once it is shown.`,
};

/** The states a queue is filtered by; visible ones stand only in a patient's own list. */
export const STATES: readonly DeskState[] = ["overdue", "due", "held", "waits"];

/** What was decided, as the list of decisions names it. */
export const DECIDED: Record<DecisionKind, string> = {
  release: "Released",
  hold: "Held",
  lift: "Hold ended",
  discussed: "Talked over",
  comment: "Commented",
};

/** Whether the chart says what was decided. */
export function inChartWords({ state, reason }: WriteBack): string {
  switch (state) {
    case "in-chart":
    case "entered":
      return "The chart says so too.";
    case "saved":
      return "Kept here, on its way into the chart.";
    case "with-practice":
      return reason === "not-supported"
        ? "Kept here: the EHR has no place for it."
        : "Kept here: the EHR did not take it for a day. Enter it in the chart if it belongs there.";
    case "needs-attention":
      return "Kept here: the EHR refused it. Enter it in the chart if it belongs there.";
  }
}
