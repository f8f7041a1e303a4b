import { afterAll, beforeAll, expect, it } from "vitest";
import { followRecords, rereadRecords } from "#functions/records/follow-records.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { practice } from "#test/fixtures/practice.ts";

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic({ patients: 2 });
  await clinic.signIn({ id: "ada", patientId: "patient-ada" });
});
afterAll(() => clinic.close());

const ports = () => ({ ...clinic.ports, records: clinic.records });
const results = async () => (await clinic.call("ada", "GET /api/results")).body;
const ids = async () => (await results()).items.map(({ id }: { id: string }) => id);

async function inEhr(id: string): Promise<void> {
  const at = new Date().toISOString();
  const subject = { reference: "Patient/patient-ada" };
  const code = { coding: [{ system: "http://loinc.org", code: "4548-4" }], text: "A1c" };
  const category = [{ coding: [{ code: "laboratory" }] }];
  const common = { status: "final", subject, code, category, effectiveDateTime: at, issued: at };
  const put = (resource: { resourceType: string; id: string }) =>
    fetch(`${clinic.ehrServer.fhirBaseUrl}/${resource.resourceType}/${resource.id}`, {
      method: "PUT",
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify(resource),
    });
  const value = { ...common, valueQuantity: { value: 6.4, unit: "%" } };
  const replies = [
    await put({ resourceType: "Observation", id: `${id}-value`, ...value }),
    await put({
      resourceType: "DiagnosticReport",
      id,
      ...common,
      ...{ result: [{ reference: `Observation/${id}-value` }] },
    }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([201, 201]);
}

it("a result added in the EHR is there after one poll", async () => {
  expect((await results()).items.length).toBeGreaterThan(20);
  await followRecords(ports(), practice);
  await inEhr("polled");
  expect(await ids()).not.toContain("DiagnosticReport~polled");
  await followRecords(ports(), practice);
  expect((await ids())[0]).toBe("DiagnosticReport~polled");
  const { body } = await clinic.call("ada", "GET /api/results/DiagnosticReport~polled");
  expect(body).toMatchObject({ measured: [{ value: { number: 6.4 } }] });
});

it("and at once when the EHR rings for it", async () => {
  await inEhr("rung");
  await rereadRecords(ports(), practice, ["DiagnosticReport/rung"]);
  expect((await ids())[0]).toBe("DiagnosticReport~rung");
  const { body } = await clinic.call("ada", "GET /api/results/trends/4548-4");
  expect(body.items[0]).toMatchObject({ resultId: "DiagnosticReport~rung" });
});

it("while the EHR is down the chart answers with its age", async () => {
  clinic.skip(600);
  await clinic.fault({ fault: "status", status: 503, count: 500 });
  const { items, stale, asOf } = await results();
  expect([items.length > 20, stale, typeof asOf]).toEqual([true, true, "string"]);
  const { body } = await clinic.call("ada", "GET /api/records");
  const counted = (body.items as { id: string; count: number }[]).find(
    ({ id }) => id === "results",
  );
  expect(counted?.count).toBe(items.length);
  await clinic.clearFaults();
});

it("an answer about somebody else is refused, and nothing of it is shown", async () => {
  await clinic.fault({ fault: "wrong-patient", type: "Condition", count: 20 });
  const refused = await clinic.call("ada", "GET /api/records/problems");
  expect(refused).toMatchObject({ status: 503, body: { code: "ehr.unavailable" } });
  await clinic.clearFaults();
  const { body } = await clinic.call("ada", "GET /api/records/problems");
  expect(body.items.length).toBeGreaterThan(2);
});
