import type { Observation } from "fhir/r4";
import { category, concept, quantity, recordedAt } from "./coding.ts";
import type { PatientChart } from "./patient-chart.ts";
import type { PastVisit } from "./visits.ts";

interface Body {
  heightCm: number;
  weightKg: number;
  systolic: number;
}

/** Blood pressure, weight, height, pulse and body mass index at every visit that took place. */
export function* vitalRecords(chart: PatientChart, visits: PastVisit[]): Generator<Observation> {
  const dice = chart.dice("vitals");
  const body = bodyOf(chart);
  let number = 0;
  for (const { status, type, start, encounter } of visits) {
    if (status !== "fulfilled" || type === "video-visit") continue;
    const weightKg = Math.max(4, dice.around(body.weightKg, 1.8));
    const metres = body.heightCm / 100;
    const systolic = Math.round(dice.around(body.systolic, 8));
    const measured: Partial<Observation>[] = [
      bloodPressure(systolic, Math.round(systolic * 0.62 + dice.between(-4, 4))),
      one("29463-7", "Body weight", quantity(rounded(weightKg, 1), "kg")),
      one("8302-2", "Body height", quantity(body.heightCm, "cm")),
      one("8867-4", "Heart rate", quantity(dice.between(58, 88), "/min")),
      one("39156-5", "Body mass index", quantity(rounded(weightKg / metres ** 2, 1), "kg/m2")),
    ];
    for (const what of measured) {
      number += 1;
      yield {
        resourceType: "Observation",
        id: chart.id("vital", number),
        ...recordedAt(start),
        status: "final",
        category: category("observationCategory", "vital-signs"),
        code: {},
        subject: chart.subject,
        encounter: { reference: `Encounter/${encounter}` },
        effectiveDateTime: start,
        issued: start,
        ...what,
      };
    }
  }
}

function bodyOf(chart: PatientChart): Body {
  const dice = chart.dice("body");
  const grown = Math.min(1, chart.person.ageYears / 18);
  const heightCm = Math.round(
    (chart.person.gender === "female" ? 163 : 176) * (0.35 + 0.65 * grown),
  );
  const heavy = chart.ailments.some(({ key }) => key === "diabetes") ? 6 : 0;
  const index = dice.around(16 + 9 * grown + heavy, 3);
  const pressed = chart.ailments.some(({ key }) => key === "hypertension") ? 16 : 0;
  return {
    heightCm,
    weightKg: index * (heightCm / 100) ** 2,
    systolic: 96 + 22 * grown + pressed,
  };
}

function one(code: string, name: string, valueQuantity: Observation["valueQuantity"]) {
  return { code: concept("loinc", code, name), ...(valueQuantity ? { valueQuantity } : {}) };
}

function bloodPressure(systolic: number, diastolic: number): Partial<Observation> {
  return {
    code: concept("loinc", "85354-9", "Blood pressure"),
    component: [
      {
        code: concept("loinc", "8480-6", "Systolic blood pressure"),
        valueQuantity: quantity(systolic, "mm[Hg]"),
      },
      {
        code: concept("loinc", "8462-4", "Diastolic blood pressure"),
        valueQuantity: quantity(diastolic, "mm[Hg]"),
      },
    ],
  };
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
