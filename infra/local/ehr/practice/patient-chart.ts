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

/** The nearest weekday at or after so many days ago. */
export function workday(time: ClinicTime, daysAgo: number): string {
  const day = time.day(-daysAgo);
  const over = { 0: 1, 6: 2 }[weekday(day)] ?? 0;
  const moved = addDays(day, over);
  return moved < time.today ? moved : addDays(time.today, -1 - over);
}

/** `count` moments spread over the past years, newest first. */
export function pastDays(count: number, newestDaysAgo: number, dice: Dice): number[] {
  const step = (historyDays - newestDaysAgo) / count;
  return Array.from({ length: count }, (_, index) =>
    Math.round(newestDaysAgo + step * index + (index > 0 ? dice.between(-9, 9) : 0)),
  );
}
