import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at, pathOf } from "#infra/local/ehr/fhir/resource.ts";
import { type Trial, trial } from "#infra/local/ehr/trial.ts";

const dataDir = mkdtempSync(join(tmpdir(), "ehr-"));
const tuesday = new Date("2026-11-24T15:00:00Z");
let ehr: Trial;
beforeAll(async () => {
  ehr = await trial({ dataDir, patients: 40, now: () => tuesday });
});
afterAll(async () => {
  await ehr.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const total = async (query: string) => (await ehr.fhir(`GET /${query}`)).body.total;
const values = (body: unknown, path: string) => at(body, pathOf(path));

test("Ada has coming visits, past ones, medicines, results and a bill", async () => {
  const of = (query: string) => total(`${query}patient=patient-ada`);
  expect(await of("Appointment?date=gt2026-11-24&status=booked&")).toBeGreaterThanOrEqual(2);
  expect(await of("Appointment?date=lt2026-11-24&")).toBeGreaterThan(5);
  expect(await of("MedicationRequest?status=active&")).toBeGreaterThanOrEqual(3);
  expect(await of("Observation?code=4548-4&")).toBe(6);
  expect(await of("DiagnosticReport?category=RAD,SP&")).toBe(3);
  for (const status of ["preliminary", "corrected", "cancelled"])
    expect(await of(`DiagnosticReport?status=${status}&`)).toBe(1);
  expect(await of("Invoice?status=issued&")).toBeGreaterThan(0);
});

test("Grace is related to her child, who has no e-mail", async () => {
  const { body } = await ehr.fhir(
    "GET /RelatedPerson?email=grace@example.test&_include=RelatedPerson:patient",
  );
  expect(body.entry.map(({ resource }) => resource.id)).toEqual([
    "related-grace",
    "patient-grace-child",
  ]);
  expect(values(body.entry[1]?.resource, "telecom[email]")).toEqual([]);
});

test("one result of Grace's asks that somebody talks with her first; nobody else's does", async () => {
  const { body } = await ehr.fhir("GET /DiagnosticReport?_count=1000");
  const asking = body.entry
    .map(({ resource }) => resource)
    .filter((one) => values(one, "meta.security.code").includes("NOPAT"));
  expect(asking.flatMap((one) => values(one, "subject.reference"))).toEqual([
    "Patient/patient-grace",
  ]);
  expect(String(values(asking[0], "issued")[0]) < "2026-11-24T15:00:00Z").toBe(true);
});

test("every other adult is patient1, patient2 and so on; children have no e-mail", async () => {
  const { body } = await ehr.fhir("GET /Patient?_count=100");
  const adult = (one: unknown) => Number(String(values(one, "birthDate")[0]).slice(0, 4)) <= 2007;
  const emails = body.entry
    .map(({ resource }) => resource)
    .filter(adult)
    .flatMap((resource) => values(resource, "telecom[email].value"));
  expect(emails.slice(0, 4)).toEqual([
    "ada@example.test",
    "grace@example.test",
    "patient1@example.test",
    "patient2@example.test",
  ]);
  expect(new Set(emails).size).toBe(emails.length);
});

test("the first visit type is the office visit, open to every adult, with its length and Spanish name", async () => {
  const { body } = await ehr.fhir("GET /HealthcareService?_sort=_id");
  const [first] = body.entry.map(({ resource }) => resource);
  expect(body.total).toBe(8);
  expect(first?.id).toBe("visit-type-1-office-visit");
  expect(values(first, "extension.valueInteger")).toEqual([20]);
  expect(values(first, "_name.extension.extension.valueString")).toEqual([
    "Visita en el consultorio",
  ]);
});

test("every visit type has free slots of its own length in each coming week", async () => {
  const { body: types } = await ehr.fhir("GET /HealthcareService");
  for (const { resource } of types.entry) {
    const [code] = values(resource, "type.coding.code");
    const [minutes] = values(resource, "extension.valueInteger");
    const { body } = await ehr.fhir(
      `GET /Slot?service-type=urn:lakeside:visit-type|${code}&status=free&start=ge2026-12-07&start=lt2026-12-14&_count=200`,
    );
    expect(body.total).toBeGreaterThan(5);
    for (const { resource: slot } of body.entry)
      expect(Date.parse(slot.end) - Date.parse(slot.start)).toBe(Number(minutes) * 60_000);
  }
});

test("each appointment holds one slot, and nobody has two visits at one time", async () => {
  const { body } = await ehr.fhir("GET /Appointment?date=gt2026-11-24&status=booked&_count=1000");
  const visits = body.entry.map(({ resource }) => resource);
  const slots = visits.flatMap((visit) => values(visit, "slot.reference"));
  expect(new Set(slots).size).toBe(visits.length);
  expect(await total("Slot?status=busy&start=gt2026-11-24")).toBe(visits.length);
  const places = visits.map(
    (one) => `${one.start} ${values(one, "participant.actor.reference")[0]}`,
  );
  expect(new Set(places).size).toBe(places.length);
});

test("the calendar is open eight weeks ahead, on the clinic's own clock", async () => {
  expect(await total("Slot?start=ge2027-01-18")).toBeGreaterThan(0);
  const { body } = await ehr.fhir("GET /Slot?start=ge2026-11-25&start=lt2026-11-26&_sort=start");
  expect(body.entry[0]?.resource.start).toBe("2026-11-25T14:00:00Z");
  expect(await total("Slot?start=ge2026-11-28T06:00:00Z&start=lt2026-11-30T06:00:00Z")).toBe(0);
});

test("nothing is dated in the future except the calendar", async () => {
  for (const type of ["Observation", "MedicationDispense", "Invoice", "Encounter", "Patient"])
    expect(await total(`${type}?_lastUpdated=gt2026-11-24T15:00:00Z`)).toBe(0);
});

test("nobody was seen before they were born", async () => {
  const { body } = await ehr.fhir("GET /Encounter?_count=1000&_include=Encounter:patient");
  const born = new Map(
    body.entry.map(({ resource }) => [`Patient/${resource.id}`, values(resource, "birthDate")[0]]),
  );
  const visits = body.entry.filter(({ search }) => search.mode === "match");
  expect(visits.length).toBeGreaterThan(100);
  for (const { resource } of visits) {
    const birthDate = born.get(String(values(resource, "subject.reference")[0]));
    expect(String(values(resource, "period.start")[0]) > String(birthDate)).toBe(true);
  }
});

test("opened again two weeks later, the calendar goes on where it ended and doubles nothing", async () => {
  const before = await total("Slot");
  await ehr.close();
  let now = new Date("2026-12-08T15:00:00Z");
  ehr = await trial({ dataDir, patients: 40, now: () => now });
  const after = await total("Slot");
  expect(after).toBe(before + 10 * 132);
  now = new Date("2026-12-09T15:00:00Z");
  expect((await ehr.admin("POST /slots/extend")).body.added).toBe(132);
  expect((await ehr.admin("POST /slots/extend")).body.added).toBe(0);
  const { body } = await ehr.fhir("GET /Slot?start=ge2027-01-15&_count=1000&_elements=start");
  expect(new Set(body.entry.map(({ resource }) => resource.id)).size).toBe(body.entry.length);
});

test("a bundle is loaded once, and its patient signs in by the file's name", async () => {
  const bundles = join(dataDir, "bundles");
  mkdirSync(bundles);
  const entry = [
    {
      fullUrl: "urn:uuid:6b0f6a0e-1d2c-4a53-9a4e-0f3b8f6f0001",
      resource: { resourceType: "Patient", name: [{ family: "Vale" }] },
      request: { method: "POST", url: "Patient" },
    },
  ];
  const bundle = { resourceType: "Bundle", type: "transaction", entry };
  writeFileSync(join(bundles, "robin-vale.json"), JSON.stringify(bundle));
  for (const _ of [1, 2]) {
    await ehr.close();
    ehr = await trial({ dataDir, bundles, now: () => tuesday });
  }
  expect(await total("Patient?email=robin-vale@example.test")).toBe(1);
});
