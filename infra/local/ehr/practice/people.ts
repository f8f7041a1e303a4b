import type { Patient, RelatedPerson } from "fhir/r4";
import { clinicReference, systems } from "./clinic.ts";
import { addDays, type ClinicTime, yearsBetween } from "./clinic-time.ts";
import { Dice } from "./dice.ts";
import { familyNamesFor, givenNamesFor, streets } from "./names.ts";
import { clinicianReference, clinicians } from "./staff.ts";

/** A person of the practice, before they become FHIR. */
export interface Person {
  id: string;
  number: number;
  given: string;
  family: string;
  gender: "female" | "male";
  birthDate: string;
  ageYears: number;
  language: "en" | "es";
  email: string | undefined;
  line: string;
  /** Index into the clinicians; children see the pediatrician. */
  clinician: number;
}

const pediatrician = 3;
const adultAge = 18;

/** Ada, Grace, Grace's child, then whoever chance sends. The first `size` of them. */
export function peopleOf(size: number, seed: number, time: ClinicTime): Person[] {
  const people: Person[] = [];
  let adults = 0;
  for (let number = 1; number <= size; number += 1) {
    const person = known(number, time) ?? byChance(number, seed, time);
    const adult = person.ageYears >= adultAge;
    if (adult && person.email === undefined) {
      adults += 1;
      person.email = `patient${adults}@example.test`;
    }
    people.push(person);
  }
  return people;
}

export function isAdult({ ageYears }: Person): boolean {
  return ageYears >= adultAge;
}

export function patientReference({ id, given, family }: Person) {
  return { reference: `Patient/${id}`, display: `${given} ${family}` };
}

export function clinicianOf({ clinician }: Person) {
  return clinicians[clinician] ?? clinicians[0];
}

function known(number: number, time: ClinicTime): Person | undefined {
  const shared = { number, language: "en" as const, line: "17 Lake Drive", clinician: 0 };
  const born = (ageDays: number) => ({
    birthDate: time.day(-ageDays),
    ageYears: yearsBetween(time.day(-ageDays), time.today),
  });
  if (number === 1)
    return {
      ...shared,
      ...born(16_020),
      ...{ id: "patient-ada", given: "Ada", family: "Marlowe", gender: "female" },
      email: "ada@example.test",
    };
  if (number === 2)
    return {
      ...shared,
      ...born(13_900),
      ...{ id: "patient-grace", given: "Grace", family: "Okafor", gender: "female" },
      ...{ email: "grace@example.test", line: "5 Elm Court", clinician: 2 },
    };
  if (number === 3)
    return {
      ...shared,
      ...born(3400),
      ...{ id: "patient-grace-child", given: "Milo", family: "Okafor", gender: "male" },
      ...{ email: undefined, line: "5 Elm Court", clinician: pediatrician },
    };
  return undefined;
}

function byChance(number: number, seed: number, time: ClinicTime): Person {
  const dice = new Dice(seed, `person ${number}`);
  const language = dice.chance(0.2) ? "es" : "en";
  const gender = dice.chance(0.52) ? "female" : "male";
  const child = dice.chance(0.18);
  const ageDays = child ? dice.between(420, 6300) : dice.between(6800, 32_000);
  const birthDate = addDays(time.today, -ageDays);
  return {
    id: `patient-${String(number).padStart(4, "0")}`,
    number,
    given: dice.pick(givenNamesFor(language, gender)),
    family: dice.pick(familyNamesFor(language)),
    gender,
    birthDate,
    ageYears: yearsBetween(birthDate, time.today),
    language,
    email: undefined,
    line: `${dice.between(2, 199)} ${dice.pick(streets)}`,
    clinician: child ? pediatrician : dice.pick([0, 1, 2, 4]),
  };
}

/** Numbers kept for fiction (555-0100 to 0199), an area code for each hundred patients. */
const areaCodes = [312, 773, 872, 708, 847, 224, 630, 331, 815, 779];
const mobileNumber = (number: number) =>
  `(${areaCodes[Math.floor(number / 100) % areaCodes.length]}) 555-01${String(number % 100).padStart(2, "0")}`;

export function patientRecord(person: Person): Patient {
  const { id, number, given, family, gender, birthDate, language, email, line } = person;
  const general = clinicianOf(person);
  return {
    resourceType: "Patient",
    id,
    identifier: [
      { use: "usual", type: { text: "MRN" }, system: systems.mrn, value: `L${100_000 + number}` },
    ],
    active: true,
    name: [{ use: "official", text: `${given} ${family}`, family, given: [given] }],
    telecom: [
      { system: "phone", use: "mobile", value: mobileNumber(number) },
      ...(email ? [{ system: "email" as const, value: email }] : []),
    ],
    gender,
    birthDate,
    address: [{ use: "home", line: [line], city: "Lakeside", state: "IL", postalCode: "60001" }],
    communication: [
      {
        language: { coding: [{ system: "urn:ietf:bcp:47", code: language }] },
        preferred: true,
      },
    ],
    ...(general ? { generalPractitioner: [clinicianReference(general)] } : {}),
    managingOrganization: clinicReference,
  };
}

/** Grace acts for her child: the link a proxy grant starts from. */
export function relatedRecords(people: Person[]): RelatedPerson[] {
  const grace = people.find(({ id }) => id === "patient-grace");
  const child = people.find(({ id }) => id === "patient-grace-child");
  if (!grace || !child) return [];
  return [
    {
      resourceType: "RelatedPerson",
      id: "related-grace",
      active: true,
      patient: patientReference(child),
      relationship: [
        {
          coding: [
            { system: "http://terminology.hl7.org/CodeSystem/v3-RoleCode", code: "MTH" },
            { system: "http://terminology.hl7.org/CodeSystem/v3-RoleCode", code: "GUARD" },
          ],
          text: "Mother and guardian",
        },
      ],
      identifier: [{ system: systems.mrn, value: `L${100_000 + grace.number}` }],
      name: [{ text: "Grace Okafor", family: grace.family, given: [grace.given] }],
      telecom: [{ system: "email", value: grace.email ?? "" }],
      gender: "female",
    },
  ];
}
