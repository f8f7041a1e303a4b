import type { AllergyIntolerance, Condition, MedicationDispense, MedicationRequest } from "fhir/r4";
import type { Ailment, Medicine } from "./ailments.ts";
import { systems } from "./clinic.ts";
import { addMinutes } from "./clinic-time.ts";
import { category, coding, concept, quantity, recordedAt } from "./coding.ts";
import { daysOfHistory, type PatientChart, workday } from "./patient-chart.ts";

type Problem = Condition | MedicationRequest | MedicationDispense | AllergyIntolerance;

const supplyDays = 90;
const dayMinutes = 24 * 60;

/** Lasting problems with their medicines and how these were supplied, and allergies. */
export function* problemRecords(chart: PatientChart): Generator<Problem> {
  for (const [index, ailment] of chart.ailments.entries()) {
    const dice = chart.dice(`problem ${ailment.key}`);
    const since = workday(chart.time, dice.between(150, 1090));
    const recorded = chart.time.instant(since, 10 * 60);
    yield conditionOf(chart, ailment, { number: index + 1, recorded });
    if (ailment.medicine) yield* medicineRecords(chart, ailment, index + 1);
  }
  yield* allergyRecords(chart);
}

function conditionOf(
  chart: PatientChart,
  { icd10, snomed, name }: Ailment,
  { number, recorded }: { number: number; recorded: string },
): Condition {
  return {
    resourceType: "Condition",
    id: chart.id("condition", number),
    ...recordedAt(recorded),
    clinicalStatus: { coding: [coding("clinicalStatus", "active")] },
    verificationStatus: { coding: [coding("verification", "confirmed")] },
    category: category("conditionCategory", "problem-list-item"),
    code: { coding: [coding("icd10", icd10), coding("snomed", snomed)], text: name },
    subject: chart.subject,
    onsetDateTime: recorded.slice(0, 10),
    recordedDate: recorded,
    recorder: chart.clinician,
  };
}

function* medicineRecords(
  chart: PatientChart,
  ailment: Ailment,
  number: number,
): Generator<MedicationRequest | MedicationDispense> {
  const { medicine } = ailment;
  if (!medicine) return;
  const dice = chart.dice(`medicine ${ailment.key}`);
  const id = chart.id("prescription", number);
  const orderedDaysAgo = dice.between(60, 340);
  const authored = chart.time.instant(workday(chart.time, orderedDaysAgo), 11 * 60);
  yield prescription(chart, medicine, { id, authored, reason: ailment.name });
  const fills = medicine.asNeeded ? 1 : Math.ceil(orderedDaysAgo / supplyDays);
  for (let fill = 0; fill < fills; fill += 1) {
    const handedOver = addMinutes(authored, (fill * supplyDays + dice.between(0, 3)) * dayMinutes);
    if (Date.parse(handedOver) < chart.time.now.getTime())
      yield dispense(chart, medicine, { id: `${id}-fill-${fill + 1}`, handedOver, order: id });
  }
}

function medicationOf({ rxnorm, local, name }: Medicine) {
  return {
    coding: [
      ...(rxnorm ? [{ ...coding("rxnorm", rxnorm), display: name }] : []),
      { system: systems.formulary, code: local, display: name },
    ],
    text: name,
  };
}

function prescription(
  chart: PatientChart,
  medicine: Medicine,
  { id, authored, reason }: { id: string; authored: string; reason: string },
): MedicationRequest {
  const { dose, dailyUnits, unit, asNeeded = false } = medicine;
  return {
    resourceType: "MedicationRequest",
    id,
    ...recordedAt(authored),
    status: "active",
    intent: "order",
    category: [{ text: "Community" }],
    medicationCodeableConcept: medicationOf(medicine),
    subject: chart.subject,
    authoredOn: authored,
    requester: chart.clinician,
    reasonCode: [{ text: reason }],
    dosageInstruction: [{ text: dose, asNeededBoolean: asNeeded }],
    dispenseRequest: {
      validityPeriod: { start: authored, end: addMinutes(authored, 365 * dayMinutes) },
      numberOfRepeatsAllowed: 3,
      quantity: { value: dailyUnits * supplyDays, unit },
      expectedSupplyDuration: { ...quantity(supplyDays, "d"), unit: "days" },
      performer: { display: "Lakeside Pharmacy, 555-0150" },
    },
  };
}

function dispense(
  chart: PatientChart,
  medicine: Medicine,
  { id, handedOver, order }: { id: string; handedOver: string; order: string },
): MedicationDispense {
  return {
    resourceType: "MedicationDispense",
    id,
    ...recordedAt(handedOver),
    status: "completed",
    medicationCodeableConcept: medicationOf(medicine),
    subject: chart.subject,
    authorizingPrescription: [{ reference: `MedicationRequest/${order}` }],
    quantity: { value: medicine.dailyUnits * supplyDays, unit: medicine.unit },
    daysSupply: { ...quantity(supplyDays, "d"), unit: "days" },
    whenHandedOver: handedOver,
  };
}

const allergens = [
  { code: "91936005", name: "Penicillin", reaction: "Rash", criticality: "high", chance: 0.12 },
  { code: "91935009", name: "Peanut", reaction: "Hives", criticality: "high", chance: 0.06 },
  { code: "300916003", name: "Latex", reaction: "Itching", criticality: "low", chance: 0.04 },
  { code: "91934008", name: "Tree nuts", reaction: "Swelling", criticality: "high", chance: 0.04 },
] as const;

function* allergyRecords(chart: PatientChart): Generator<AllergyIntolerance> {
  const dice = chart.dice("allergies");
  const recorded = chart.time.instant(workday(chart.time, daysOfHistory(chart) - 20), 9 * 60);
  for (const [index, { code, name, reaction, criticality, chance }] of allergens.entries()) {
    if (!dice.chance(chance) && !(chart.rich && index === 0)) continue;
    yield {
      resourceType: "AllergyIntolerance",
      id: chart.id("allergy", index + 1),
      ...recordedAt(recorded),
      clinicalStatus: { coding: [coding("allergyStatus", "active")] },
      criticality,
      code: concept("snomed", code, name),
      patient: chart.subject,
      recordedDate: recorded,
      reaction: [{ manifestation: [{ text: reaction }] }],
    };
  }
}
