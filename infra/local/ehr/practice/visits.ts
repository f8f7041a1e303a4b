import type { Appointment, DocumentReference, Encounter } from "fhir/r4";
import {
  clinicReference,
  conceptOf,
  locationReference,
  type VisitCode,
  visitTypeOf,
} from "./clinic.ts";
import { addMinutes } from "./clinic-time.ts";
import { base64, coding, concept, recordedAt } from "./coding.ts";
import { type PatientChart, pastDays, workday } from "./patient-chart.ts";

/** A visit of the past years, as vitals and bills refer to it. */
export interface PastVisit {
  number: number;
  type: VisitCode;
  status: "fulfilled" | "noshow" | "cancelled";
  start: string;
  end: string;
  reason: string;
  encounter: string;
}

const adultTypes: [VisitCode, ...VisitCode[]] = [
  "office-visit",
  "follow-up",
  "annual-physical",
  "video-visit",
];
const childTypes: [VisitCode, ...VisitCode[]] = ["child-check-up", "office-visit", "vaccination"];

const reasons: [string, ...string[]] = [
  "Cough for a week",
  "Blood pressure check",
  "Knee pain after running",
  "Tired for some weeks",
  "Review of recent tests",
  "Skin rash on the arm",
  "Headaches",
  "Medicine review",
];

export function pastVisits(chart: PatientChart): PastVisit[] {
  const dice = chart.dice("visits");
  const count = chart.rich ? 11 : dice.between(4, 8);
  return pastDays(chart, { count, newestDaysAgo: dice.between(5, 80) }, dice).map(
    (daysAgo, index) => {
      const type = dice.pick(chart.adult ? adultTypes : childTypes);
      const start = chart.time.instant(
        workday(chart.time, daysAgo),
        480 + 20 * dice.between(0, 11),
      );
      const missed = dice.chance(0.5) ? "noshow" : "cancelled";
      const status = index > 0 && (dice.chance(0.17) || (chart.rich && index === 4));
      return {
        number: index + 1,
        type,
        status: status ? missed : "fulfilled",
        start,
        end: addMinutes(start, visitTypeOf(type).minutes),
        reason: dice.pick(reasons),
        encounter: chart.id("encounter", index + 1),
      };
    },
  );
}

export function* visitRecords(
  chart: PatientChart,
  visits: PastVisit[],
): Generator<Appointment | Encounter | DocumentReference> {
  for (const visit of visits) {
    yield appointmentOf(chart, visit);
    if (visit.status !== "fulfilled") continue;
    yield encounterOf(chart, visit);
    yield noteOf(chart, visit);
  }
  if (chart.ailments.some(({ key }) => key === "anxiety")) yield* privateNotes(chart, visits);
}

const appointmentId = (chart: PatientChart, { number }: PastVisit) =>
  chart.id("past-visit", number);

function appointmentOf(chart: PatientChart, visit: PastVisit): Appointment {
  const { type, status, start, end, reason } = visit;
  return {
    resourceType: "Appointment",
    id: appointmentId(chart, visit),
    ...recordedAt(end),
    status,
    ...(status === "cancelled" ? { cancelationReason: { text: "Patient asked to cancel" } } : {}),
    serviceType: [conceptOf(type)],
    reasonCode: [{ text: reason }],
    description: visitTypeOf(type).name,
    start,
    end,
    minutesDuration: visitTypeOf(type).minutes,
    created: addMinutes(start, -10 * 24 * 60),
    participant: [
      { actor: chart.subject, required: "required", status: "accepted" },
      { actor: chart.clinician, required: "required", status: "accepted" },
      { actor: locationReference("lakeside-main"), status: "accepted" },
    ],
  };
}

function encounterOf(chart: PatientChart, visit: PastVisit): Encounter {
  const { type, start, end, reason, encounter } = visit;
  return {
    resourceType: "Encounter",
    id: encounter,
    ...recordedAt(end),
    status: "finished",
    class: { ...coding("act", type === "video-visit" ? "VR" : "AMB") },
    type: [conceptOf(type)],
    subject: chart.subject,
    participant: [{ individual: chart.clinician }],
    appointment: [{ reference: `Appointment/${appointmentId(chart, visit)}` }],
    period: { start, end },
    reasonCode: [{ text: reason }],
    location: [{ location: locationReference("lakeside-main") }],
    serviceProvider: clinicReference,
  };
}

function noteOf(chart: PatientChart, visit: PastVisit): DocumentReference {
  const { start, end, reason, number } = visit;
  const problems = chart.ailments.map(({ name }) => name).join(", ") || "none";
  const text = [
    `${visitTypeOf(visit.type).name}, ${start.slice(0, 10)}`,
    `Reason: ${reason}.`,
    `Ongoing problems: ${problems}.`,
    "Examined and talked through. Plan: keep current care, come back if it gets worse.",
  ].join("\n");
  return {
    ...documentOf(chart, { id: chart.id("note", number), date: end, text }),
    type: concept("loinc", "11506-3", "Progress note"),
    description: `${visitTypeOf(visit.type).name} note`,
    context: { encounter: [{ reference: `Encounter/${visit.encounter}` }] },
  };
}

/** Psychotherapy notes are labelled: nobody may mirror or show them. */
function* privateNotes(chart: PatientChart, visits: PastVisit[]): Generator<DocumentReference> {
  const visit = visits.find(({ status }) => status === "fulfilled");
  if (!visit) return;
  const note = documentOf(chart, {
    id: chart.id("private-note", 1),
    date: visit.end,
    text: "Session note kept apart from the rest of the chart.",
  });
  yield {
    ...note,
    meta: {
      ...note.meta,
      security: [coding("act", "PSYTHPN"), coding("confidentiality", "R")],
    },
    type: concept("loinc", "34788-0", "Psychiatry note"),
    description: "Psychotherapy note",
  };
}

function documentOf(
  chart: PatientChart,
  { id, date, text }: { id: string; date: string; text: string },
): DocumentReference {
  return {
    resourceType: "DocumentReference",
    id,
    ...recordedAt(date),
    status: "current",
    docStatus: "final",
    category: [{ coding: [{ code: "clinical-note" }], text: "Clinical note" }],
    subject: chart.subject,
    date,
    author: [chart.clinician],
    content: [{ attachment: { contentType: "text/plain", data: base64(text), title: "Note" } }],
  };
}
