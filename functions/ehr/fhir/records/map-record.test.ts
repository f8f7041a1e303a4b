import { expect, it } from "vitest";
import { isShown, RecordSection, SECTION_TYPES } from "#domain/record-sections.ts";
import { ChartItem } from "#domain/records.ts";
import { isPsychotherapyNote } from "./kept-apart.ts";
import { patientsIn, toRecord } from "./map-record.ts";

const of = (resourceType: string, more: Record<string, unknown> = {}) => {
  const record = toRecord({ resourceType, id: "1", ...more }, "p1");
  if (!record) throw new Error("not a record");
  return record;
};
const ODD = [7, "text", [], {}, null, [null], [{}], { coding: "x" }, { reference: 4 }, true];
const FIELDS = [
  ...["status", "code", "category", "subject", "effectiveDateTime", "issued", "result", "name"],
  ...["valueQuantity", "component", "referenceRange", "interpretation", "note", "content"],
  ...["period", "participant", "medicationCodeableConcept", "contained", "dosageInstruction"],
  ...["reaction", "protocolApplied", "item", "total", "payment", "class", "payor", "activity"],
  ...["target", "telecom", "address", "presentedForm", "hasMember", "meta", "authoredOn"],
];
const types = [...new Set(Object.values(SECTION_TYPES).flat()), "NutritionOrder"];

it.each(types)("%s with nothing in it, or nonsense, still stands in its chart", (type) => {
  for (const odd of [undefined, ...ODD]) {
    const record = of(type, Object.fromEntries(FIELDS.map((field) => [field, odd])));
    expect(ChartItem.safeParse(record.item).success).toBe(true);
    expect(record.item.id).toBe(`${type}~1`);
    expect(RecordSection.options).toContain(record.section);
    expect(isShown(type)).toBe(true);
  }
});

it("what does not say what it observed counts as a result: rules of release apply to it", () => {
  const category = (code: string) => [{ coding: [{ code }] }];
  const sections = ["vital-signs", "social-history", "survey", "laboratory", "something-new"];
  expect(sections.map((code) => of("Observation", { category: category(code) }).section)).toEqual([
    ...["vitals", "social-history", "observations", "results", "results"],
  ]);
  expect(of("Observation").facts.kind).toBe("lab");
  expect(
    of("DocumentReference", { type: { coding: [{ system: "http://loinc.org", code: "11526-1" }] } })
      .facts.kind,
  ).toBe("pathology");
});

it("a value is a number with its unit, words, or why there is none; the laboratory's flag and range beside it", () => {
  const measured = (more: object) =>
    of("Observation", { code: { text: "X" }, ...more }).item.measured;
  expect(
    measured({
      valueQuantity: { value: 7.9, comparator: ">", code: "mg/dL" },
      referenceRange: [{ low: { value: 1 }, text: "1 and more" }],
      interpretation: [{ coding: [{ code: "??" }, { code: "HH" }] }],
      note: [{ text: "Call me.", authorString: "Dr. A" }, {}],
    }),
  ).toMatchObject({
    value: { number: 7.9, comparator: ">", unit: "mg/dL" },
    range: { low: 1, text: "1 and more" },
    flag: "critical-high",
    comments: [{ text: "Call me.", by: "Dr. A" }],
  });
  expect(measured({ valueBoolean: false })).toMatchObject({ text: "No" });
  expect(measured({ valueInteger: 0 })).toMatchObject({ value: { number: 0 } });
  expect(
    measured({ valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }),
  ).toMatchObject({ text: "1:128" });
  expect(measured({ dataAbsentReason: { coding: [{ code: "not-performed" }] } })).toMatchObject({
    absent: "not-performed",
  });
  expect(
    measured({
      component: [
        {
          code: { coding: [{ system: "http://loinc.org", code: "8480-6" }] },
          valueQuantity: { value: 120 },
        },
      ],
    }),
  ).toMatchObject({ parts: [{ loinc: "8480-6", value: { number: 120 } }] });
});

it("a medicine may stand in a concept, in words beside a reference, or inside the record", () => {
  const titled = (more: object) => of("MedicationRequest", { ...more }).item.title;
  expect(titled({ medicationCodeableConcept: { coding: [{ code: "A1" }] } })).toBe("A1");
  expect(titled({ medicationReference: { reference: "Medication/9", display: "Aspirin" } })).toBe(
    "Aspirin",
  );
  const contained = [{ resourceType: "Medication", id: "m", code: { text: "Ibuprofen" } }];
  expect(titled({ contained, medicationReference: { reference: "#m" } })).toBe("Ibuprofen");
});

it("dates stay as exact as the chart has them, and nonsense is no date", () => {
  const date = (text: string) => of("Condition", { onsetDateTime: text }).item.date;
  expect(
    ["2019", "2019-04", "2019-04-01", "2019-04-01T10:00:00-05:00", "last spring"].map(date),
  ).toEqual([...["2019", "2019-04", "2019-04-01", "2019-04-01T15:00:00.000Z", undefined]]);
});

it("money is whole cents", () => {
  const { facts } = of("Claim", { total: { value: 19.99, currency: "USD" } }).item;
  expect(facts).toContainEqual({ name: "amount", amountCents: 1999, currency: "USD" });
});

it("labels go with a record, and whose it is can be told from any type", () => {
  const labelled = of("Condition", { meta: { security: [{ code: "HIV" }, {}, { code: "R" }] } });
  expect(labelled.facts.described.labels).toEqual(["HIV", "R"]);
  const to = { reference: "https://ehr.test/fhir/Patient/p1/_history/2" };
  for (const name of ["subject", "patient", "beneficiary", "for"])
    expect(patientsIn({ resourceType: "X", id: "1", [name]: to })).toEqual(["p1"]);
  expect(patientsIn({ resourceType: "Account", id: "1", subject: [to] })).toEqual(["p1"]);
  expect(patientsIn({ resourceType: "X", id: "1", subject: { reference: "Group/p1" } })).toEqual(
    [],
  );
});

it("a note is kept apart by its label or its name, and a psychiatrist's progress note is not", () => {
  const note = (more: object) =>
    isPsychotherapyNote({ resourceType: "DocumentReference", id: "1", ...more });
  expect(note({ meta: { security: [{ code: "PSYTHPN" }] } })).toBe(true);
  expect(note({ type: { coding: [{ display: "Psychotherapy session note" }] } })).toBe(true);
  expect(
    note({
      type: {
        coding: [
          { system: "http://loinc.org", code: "28627-8", display: "Psychiatry Progress note" },
        ],
      },
    }),
  ).toBe(false);
});
