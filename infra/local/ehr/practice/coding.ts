import type { CodeableConcept } from "fhir/r4";

const systems = {
  loinc: "http://loinc.org",
  snomed: "http://snomed.info/sct",
  icd10: "http://hl7.org/fhir/sid/icd-10-cm",
  rxnorm: "http://www.nlm.nih.gov/research/umls/rxnorm",
  cvx: "http://hl7.org/fhir/sid/cvx",
  act: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
  confidentiality: "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
  observationCategory: "http://terminology.hl7.org/CodeSystem/observation-category",
  reportCategory: "http://terminology.hl7.org/CodeSystem/v2-0074",
  interpretation: "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
  clinicalStatus: "http://terminology.hl7.org/CodeSystem/condition-clinical",
  conditionCategory: "http://terminology.hl7.org/CodeSystem/condition-category",
  verification: "http://terminology.hl7.org/CodeSystem/condition-ver-status",
  allergyStatus: "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
  ucum: "http://unitsofmeasure.org",
} as const;

type System = keyof typeof systems;

export function concept(system: System, code: string, display: string): CodeableConcept {
  return { coding: [{ system: systems[system], code, display }], text: display };
}

export function coding(system: System, code: string) {
  return { system: systems[system], code };
}

export function category(system: System, code: string): CodeableConcept[] {
  return [{ coding: [coding(system, code)] }];
}

export function quantity(value: number, unit: string) {
  return { value, unit, system: systems.ucum, code: unit };
}

/** A record made at that moment and not touched since. */
export function recordedAt(instant: string) {
  return { meta: { lastUpdated: instant } };
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
