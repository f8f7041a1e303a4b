import type { DiagnosticReport, Observation } from "fhir/r4";
import { addMinutes } from "./clinic-time.ts";
import { category, coding, concept, quantity, recordedAt } from "./coding.ts";
import type { Dice } from "./dice.ts";
import { type LabPanel, type LabTest, panels } from "./lab-catalog.ts";
import { commented, reportIn, storyOf, valueIn } from "./lab-stories.ts";
import { historyDays, type PatientChart, pastDays, workday } from "./patient-chart.ts";
import { rounded } from "./vitals.ts";

const hoursToResult = 26;

/** One tube of blood: when it was taken, and how far the years of care had come. */
interface Draw {
  number: number;
  taken: string;
  issued: string;
  /** 0 three years ago, 1 today. */
  progress: number;
}

/** Blood tests over the years, newest first, each panel a report with its results. */
export function* labRecords(chart: PatientChart): Generator<Observation | DiagnosticReport> {
  const dice = chart.dice("labs");
  for (const draw of drawsOf(chart, dice))
    for (const [index, panel] of panels.entries())
      yield* panelRecords(chart, panel, {
        ...draw,
        draw: draw.number,
        number: draw.number * 10 + index,
        dice,
      });
}

function drawsOf(chart: PatientChart, dice: Dice): Draw[] {
  const watched = chart.ailments.some(({ key }) => key === "diabetes" || key === "lipids");
  let count = watched ? 6 : 3;
  if (!chart.adult) count = dice.chance(0.3) ? 1 : 0;
  const newest = chart.rich ? 4 : dice.between(3, 170);
  return pastDays(chart, { count, newestDaysAgo: newest }, dice).map((daysAgo, index) => {
    const taken = chart.time.instant(workday(chart.time, daysAgo), 490);
    const issued = addMinutes(taken, hoursToResult * 60);
    return { number: index + 1, taken, issued, progress: 1 - daysAgo / historyDays };
  });
}

function* panelRecords(
  chart: PatientChart,
  panel: LabPanel,
  draw: Draw & { draw: number; dice: Dice },
): Generator<Observation | DiagnosticReport> {
  const story = storyOf(chart, draw.draw, panel.loinc);
  const values = panel.tests.map((test, index) => resultOf(chart, test, { ...draw, index }));
  const results = commented(
    chart,
    values.map((value) => valueIn(story, value)),
    { draw: draw.draw, loinc: panel.loinc, issued: draw.issued },
  );
  yield* results;
  yield {
    resourceType: "DiagnosticReport",
    id: chart.id("lab-report", draw.number),
    ...recordedAt(draw.issued),
    status: "final",
    category: category("reportCategory", "LAB"),
    code: concept("loinc", panel.loinc, panel.name),
    subject: chart.subject,
    effectiveDateTime: draw.taken,
    issued: draw.issued,
    performer: [{ display: "Lakeside Laboratory" }],
    resultsInterpreter: [chart.clinician],
    result: results.map(({ id }) => ({ reference: `Observation/${id}` })),
    ...reportIn(story),
  };
}

function resultOf(
  chart: PatientChart,
  test: LabTest,
  { number, index, taken, issued, progress, dice }: Draw & { index: number; dice: Dice },
): Observation {
  const value = rounded(dice.around(middleOf(chart, test, progress), test.spread), test.digits);
  return {
    resourceType: "Observation",
    id: chart.id("lab", number * 10 + index),
    ...recordedAt(issued),
    status: "final",
    category: category("observationCategory", "laboratory"),
    code: concept("loinc", test.loinc, test.name),
    subject: chart.subject,
    effectiveDateTime: taken,
    issued,
    valueQuantity: quantity(value, test.unit),
    interpretation: [{ coding: [coding("interpretation", flagOf(test, value))] }],
    referenceRange: [rangeOf(test)],
  };
}

/** Care brings a moved value two thirds of the way back. */
function middleOf(chart: PatientChart, { middle, moved }: LabTest, progress: number): number {
  if (!moved || !chart.ailments.some(({ key }) => key === moved.by)) return middle;
  return moved.to + (middle - moved.to) * progress * 0.67;
}

function flagOf({ low, high }: LabTest, value: number): string {
  if (low !== undefined && value < low) return "L";
  return high !== undefined && value > high ? "H" : "N";
}

function rangeOf({ low, high, unit }: LabTest) {
  let text = `${low} to ${high} ${unit}`;
  if (low === undefined) text = `below ${high} ${unit}`;
  if (high === undefined) text = `above ${low} ${unit}`;
  return {
    ...(low === undefined ? {} : { low: quantity(low, unit) }),
    ...(high === undefined ? {} : { high: quantity(high, unit) }),
    text,
  };
}
