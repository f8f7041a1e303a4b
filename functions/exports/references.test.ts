import { expect, test } from "vitest";
import { withoutLoose } from "./references.ts";

const kept = {
  included: new Set(["Condition/in", "Observation/in"]),
  types: new Set(["Condition", "Observation", "DiagnosticReport", "Coverage", "Patient"]),
};
const to = (reference: string) => ({ reference, display: "Something" });

test("what leads to a record that is not there goes, with all that would be left of it", () => {
  const resource = {
    resourceType: "Encounter",
    id: "1",
    subject: to("Patient/other"),
    serviceProvider: to("Organization/out"),
    reasonReference: [to("Condition/out"), to("https://ehr.test/Condition/in/_history/2")],
    diagnosis: [
      { condition: to("Condition/out"), rank: 1 },
      { condition: to("Condition/in"), rank: 2 },
    ],
    evidence: [{ detail: [to("Observation/out")] }],
    account: [to("urn:uuid:6a3f")],
    result: [{ type: "Observation", identifier: { value: "7" } }],
  };
  expect(withoutLoose(resource, kept)).toEqual({
    resourceType: "Encounter",
    id: "1",
    subject: to("Patient/other"),
    serviceProvider: to("Organization/out"),
    reasonReference: [to("https://ehr.test/Condition/in/_history/2")],
    diagnosis: [{ condition: to("Condition/in"), rank: 2 }],
  });
});

test("results within a record that is none were judged by nobody, and go; those within a result are part of it", () => {
  const contained = [
    { resourceType: "Observation", id: "o", status: "final" },
    { resourceType: "Practitioner", id: "p" },
  ];
  const problem = {
    resourceType: "Condition",
    id: "1",
    contained,
    evidence: [{ detail: [to("#o")] }],
    asserter: to("#p"),
  };
  expect(withoutLoose(problem, kept)).toEqual({
    resourceType: "Condition",
    id: "1",
    contained: [{ resourceType: "Practitioner", id: "p" }],
    asserter: to("#p"),
  });
  const report = { resourceType: "DiagnosticReport", id: "2", contained, result: [to("#o")] };
  expect(withoutLoose(report, kept)).toEqual(report);
});

test("a claim keeps that it has an insurance, without which", () => {
  const claim = {
    resourceType: "Claim",
    id: "1",
    insurance: [{ sequence: 1, focal: true, coverage: to("Coverage/out") }],
  };
  const { insurance } = withoutLoose(claim, kept);
  expect(JSON.stringify(insurance)).toContain("data-absent-reason");
  expect(JSON.stringify(insurance)).not.toContain("Something");
});

test("what is as it should be stays as it is, empty or not", () => {
  const resource = {
    resourceType: "Condition",
    id: "1",
    note: [],
    extension: [{}],
    a: { b: null },
  };
  expect(withoutLoose(resource, kept)).toEqual(resource);
});
