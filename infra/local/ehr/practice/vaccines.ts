import type { Immunization } from "fhir/r4";
import { addDays } from "./clinic-time.ts";
import { concept, recordedAt } from "./coding.ts";
import { type PatientChart, workday } from "./patient-chart.ts";

interface Vaccine {
  cvx: string;
  name: string;
  /** Given at these ages, in days of life. */
  atDays: number[];
  chance: number;
}

const year = 365;

const childhood: Vaccine[] = [
  { cvx: "20", name: "DTaP", atDays: [60, 120, 180, 480, 4 * year], chance: 0.97 },
  { cvx: "10", name: "Polio", atDays: [60, 120, 400, 4 * year], chance: 0.97 },
  { cvx: "133", name: "Pneumococcal", atDays: [60, 120, 180, 400], chance: 0.95 },
  { cvx: "03", name: "MMR", atDays: [380, 4 * year], chance: 0.96 },
  { cvx: "21", name: "Chickenpox", atDays: [385, 4 * year], chance: 0.94 },
  { cvx: "165", name: "HPV", atDays: [11 * year, 11 * year + 180], chance: 0.7 },
  { cvx: "115", name: "Tdap", atDays: [11 * year + 30], chance: 0.9 },
];

const adulthood: Vaccine[] = [
  { cvx: "115", name: "Tdap", atDays: [28 * year, 38 * year, 48 * year, 58 * year], chance: 0.8 },
  { cvx: "187", name: "Shingles", atDays: [50 * year, 50 * year + 90], chance: 0.6 },
  { cvx: "133", name: "Pneumococcal", atDays: [65 * year], chance: 0.7 },
];

/** What was given over a life, and the flu shots of the last three autumns. */
export function* vaccineRecords(chart: PatientChart): Generator<Immunization> {
  const shots = [...lifelong(chart), ...autumnly(chart)];
  for (const [index, shot] of shots.entries()) yield given(chart, { ...shot, number: index + 1 });
}

interface Shot {
  cvx: string;
  name: string;
  day: string;
}

function lifelong(chart: PatientChart): Shot[] {
  const dice = chart.dice("vaccines");
  return (chart.adult ? adulthood : childhood)
    .flatMap(({ cvx, name, atDays, chance }) =>
      atDays.map((days) => ({ cvx, name, day: addDays(chart.person.birthDate, days), chance })),
    )
    .filter(({ day, chance }) => day < chart.time.today && dice.chance(chance));
}

function autumnly(chart: PatientChart): Shot[] {
  const dice = chart.dice("flu");
  return [40, 400, 765]
    .map((daysAgo) => workday(chart.time, daysAgo + dice.between(0, 20)))
    .filter((day) => day > chart.person.birthDate && (dice.chance(0.55) || chart.rich))
    .map((day) => ({ cvx: "150", name: "Flu shot", day }));
}

function given(
  chart: PatientChart,
  { cvx, name, day, number }: Shot & { number: number },
): Immunization {
  return {
    resourceType: "Immunization",
    id: chart.id("vaccine", number),
    ...recordedAt(chart.time.instant(day, 600)),
    status: "completed",
    vaccineCode: concept("cvx", cvx, name),
    patient: chart.subject,
    occurrenceDateTime: day,
    primarySource: true,
    lotNumber: `LF${1000 + number}`,
  };
}
