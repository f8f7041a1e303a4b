import type { Reference } from "fhir/r4";
import { type Ailment, ailments } from "./ailments.ts";
import { addDays, type ClinicTime, weekday } from "./clinic-time.ts";
import { Dice } from "./dice.ts";
import { clinicianOf, isAdult, type Person, patientReference } from "./people.ts";
import { clinicianReference } from "./staff.ts";

export const historyDays = 3 * 365;

/** One patient's story while it is being written: who they are, what they have, when they came. */
export interface PatientChart {
  person: Person;
  adult: boolean;
  /** Ada's chart shows everything the portal can show. */
  rich: boolean;
  subject: Reference;
  clinician: Reference;
  ailments: Ailment[];
  time: ClinicTime;
  /** A name of its own for each record of this patient. */
  id: (kind: string, number: number) => string;
  /** Chance for one part of the story, undisturbed by the others. */
  dice: (part: string) => Dice;
}

export function patientChart(person: Person, seed: number, time: ClinicTime): PatientChart {
  const dice = (part: string) => new Dice(seed, `${person.id} ${part}`);
  const rich = person.number === 1;
  const general = clinicianOf(person);
  return {
    person,
    adult: isAdult(person),
    rich,
    subject: patientReference(person),
    clinician: general ? clinicianReference(general) : { display: "Unassigned" },
    ailments: ailmentsOf(person, rich, dice("ailments")),
    time,
    id: (kind, number) => `${kind}-${person.id.replace("patient-", "")}-${number}`,
    dice,
  };
}

function ailmentsOf({ ageYears }: Person, rich: boolean, dice: Dice): Ailment[] {
  return ailments.filter(({ key, fromAge, chance }) => {
    const comesWithAge = ageYears > 50 ? 1.5 : 1;
    const had = ageYears >= fromAge && dice.chance(chance * comesWithAge);
    return rich ? ["diabetes", "hypertension", "lipids", "anxiety"].includes(key) : had;
  });
}

/** The last weekday at or before so many days ago. */
export function workday(time: ClinicTime, daysAgo: number): string {
  const day = time.day(-daysAgo);
  const sinceFriday = { 0: 2, 6: 1 }[weekday(day)] ?? 0;
  return addDays(day, -sinceFriday);
}

/** The days of history this patient can have: three years, or since a while after birth. */
export function daysOfHistory({ person }: PatientChart): number {
  return Math.min(historyDays, Math.floor(person.ageYears * 365) - 60);
}

/** `count` moments spread over the patient's history, in days ago, newest first. */
export function pastDays(
  chart: PatientChart,
  { count, newestDaysAgo }: { count: number; newestDaysAgo: number },
  dice: Dice,
): number[] {
  const step = (daysOfHistory(chart) - newestDaysAgo) / count;
  return Array.from({ length: count }, (_, index) =>
    Math.round(newestDaysAgo + step * index + (index > 0 ? dice.between(-9, 9) : 0)),
  );
}
