import type { DiagnosticReport, Observation } from "fhir/r4";
import { addMinutes } from "./clinic-time.ts";
import { base64, category, coding, concept, recordedAt } from "./coding.ts";
import { type PatientChart, workday } from "./patient-chart.ts";
import { pdfPage } from "./pdf-page.ts";

interface Study {
  kind: "RAD" | "SP";
  loinc: string;
  name: string;
  findings: string;
  conclusion: string;
  chance: number;
  fromAge: number;
}

const studies: Study[] = [
  {
    kind: "RAD",
    loinc: "36643-5",
    name: "Chest X-ray, two views",
    findings: "Heart and lungs look normal. No sign of infection. No broken ribs.",
    conclusion: "Normal chest X-ray.",
    chance: 0.2,
    fromAge: 10,
  },
  {
    kind: "RAD",
    loinc: "36572-6",
    name: "Knee X-ray",
    findings: "Mild narrowing of the joint space on the inner side. No fracture.",
    conclusion: "Mild wear of the knee joint.",
    chance: 0.12,
    fromAge: 40,
  },
  {
    kind: "SP",
    loinc: "66121-5",
    name: "Skin biopsy",
    findings: "Skin of the left forearm. Benign mole with even edges. Margins are clear.",
    conclusion: "Benign. No further treatment needed.",
    chance: 0.08,
    fromAge: 20,
  },
];

/** Not good news, and not for a screen alone. */
const grave: Study = {
  kind: "SP",
  loinc: "11526-1",
  name: "Thyroid biopsy",
  findings: "Thyroid, right side, fine needle. Atypical cells of unclear meaning.",
  conclusion: "Atypical cells. A second look in three months, or surgery: please talk it over.",
  chance: 0,
  fromAge: 18,
};

/** Reports that are words, not numbers: imaging and pathology; and results under special protection. */
export function* studyRecords(chart: PatientChart): Generator<DiagnosticReport | Observation> {
  const dice = chart.dice("studies");
  for (const [index, study] of studies.entries()) {
    const had = chart.person.ageYears >= study.fromAge && dice.chance(study.chance);
    const daysAgo = chart.rich ? 12 + index * 30 : dice.between(4, 900);
    if (had || chart.rich) yield studyOf(chart, study, { number: index + 1, daysAgo });
  }
  yield* askedFirst(chart);
  if (chart.adult && (dice.chance(0.1) || chart.rich)) yield protectedResult(chart);
}

function studyOf(
  chart: PatientChart,
  study: Study,
  { number, daysAgo }: { number: number; daysAgo: number },
): DiagnosticReport {
  const taken = chart.time.instant(workday(chart.time, daysAgo), 660);
  const issued = addMinutes(taken, 180);
  const text = `${study.name}\n\nFindings: ${study.findings}\n\nConclusion: ${study.conclusion}`;
  return {
    resourceType: "DiagnosticReport",
    id: chart.id("study", number),
    ...recordedAt(issued),
    status: "final",
    category: category("reportCategory", study.kind),
    code: concept("loinc", study.loinc, study.name),
    subject: chart.subject,
    effectiveDateTime: taken,
    issued,
    performer: [{ display: study.kind === "RAD" ? "Lakeside Imaging" : "Lakeside Pathology" }],
    resultsInterpreter: [chart.clinician],
    conclusion: study.conclusion,
    presentedForm: [
      { contentType: "text/plain", data: base64(text), title: study.name },
      ...(chart.rich && study.kind === "RAD" ? [asPaper(study)] : []),
    ],
  };
}

/** Grace's doctor asked to talk with her first: a clinician finds it waiting at the first start. */
function* askedFirst(chart: PatientChart): Generator<DiagnosticReport> {
  if (chart.person.id !== "patient-grace") return;
  const report = studyOf(chart, grave, { number: studies.length + 1, daysAgo: 1 });
  yield { ...report, meta: { ...report.meta, security: [coding("act", "NOPAT")] } };
}

/** The same as the letter a radiologist signs. */
const asPaper = ({ name, findings, conclusion }: Study) => ({
  contentType: "application/pdf",
  title: `${name}, signed report`,
  data: base64(
    pdfPage([name, "Findings:", ...findings.split(/(?<=\.) /), "Conclusion:", conclusion]),
  ),
});

/** Labelled as sensitive in the chart itself, so that every reader can see that it must ask first. */
function protectedResult(chart: PatientChart): Observation {
  const taken = chart.time.instant(workday(chart.time, 200), 495);
  const issued = addMinutes(taken, 48 * 60);
  return {
    resourceType: "Observation",
    id: chart.id("protected", 1),
    meta: {
      lastUpdated: issued,
      security: [coding("act", "HIV"), coding("confidentiality", "R")],
    },
    status: "final",
    category: category("observationCategory", "laboratory"),
    code: concept("loinc", "75622-1", "HIV 1 and 2 tests"),
    subject: chart.subject,
    effectiveDateTime: taken,
    issued,
    valueCodeableConcept: { text: "Not detected" },
  };
}
