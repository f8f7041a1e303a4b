import type { DiagnosticReport, Observation } from "fhir/r4";
import { addMinutes } from "./clinic-time.ts";
import type { PatientChart } from "./patient-chart.ts";

/** What befell one panel, where it did not simply come back final. */
export interface LabStory {
  status: "preliminary" | "corrected" | "cancelled";
  conclusion?: string;
}

/** By draw (1 is the newest) and panel. */
const stories: Record<string, LabStory> = {
  "1 58410-2": { status: "preliminary" },
  "2 51990-0": {
    status: "corrected",
    conclusion: "Corrected: the first report gave another patient's potassium.",
  },
  "2 58410-2": { status: "cancelled", conclusion: "Cancelled: the sample had clotted." },
};

const comments: Record<string, string> = {
  "1 4548-4": "Your average sugar keeps coming down. Well done: please go on as you are.",
  "2 57698-3":
    "The bad cholesterol is still a little high. We will talk about it at your next visit.",
};

/** Ada's chart has a result of every kind: not final yet, corrected, and cancelled. */
export const storyOf = (chart: PatientChart, draw: number, loinc: string): LabStory | undefined =>
  chart.rich ? stories[`${draw} ${loinc}`] : undefined;

/** The same value as this story leaves it. */
export function valueIn(story: LabStory | undefined, value: Observation): Observation {
  if (story?.status !== "cancelled") return { ...value, status: story?.status ?? value.status };
  const { valueQuantity: _value, interpretation: _flag, ...rest } = value;
  return { ...rest, status: "cancelled", dataAbsentReason: { text: "Sample not usable" } };
}

/** What the story does to its report. */
export const reportIn = (story: LabStory | undefined): Partial<DiagnosticReport> => story ?? {};

/** The clinician's word beside the first value of a panel, a few hours later. */
export function commented(
  chart: PatientChart,
  values: Observation[],
  { draw, loinc, issued }: { draw: number; loinc: string; issued: string },
): Observation[] {
  const text = chart.rich ? comments[`${draw} ${loinc}`] : undefined;
  const [first, ...rest] = values;
  if (text === undefined || !first) return values;
  const note = [{ text, authorReference: chart.clinician, time: addMinutes(issued, 200) }];
  return [{ ...first, note }, ...rest];
}
