import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freeSlot, type Trial, trial, visitIn } from "#infra/local/ehr/trial.ts";

let ehr: Trial;
beforeAll(async () => {
  ehr = await trial();
});
afterEach(() => ehr.admin("DELETE /faults"));
afterAll(() => ehr.close());

const queue = (fault: object) => ehr.admin("POST /faults", fault);
const note = (value: string) => ({
  resourceType: "Basic",
  code: { text: "note" },
  identifier: [{ system: "urn:test", value }],
});
const written = async (value: string) =>
  (await ehr.fhir(`GET /Basic?identifier=urn:test|${value}`)).body.total;

test.each(["refuse", "drop-before"])("%s: no answer, and nothing was written", async (fault) => {
  await queue({ fault, method: "POST" });
  await expect(ehr.fhir("POST /Basic", note(fault))).rejects.toThrow();
  expect(await written(fault)).toBe(0);
});

test("drop-after: no answer, but it was written", async () => {
  await queue({ fault: "drop-after", method: "POST", type: "Basic" });
  await expect(ehr.fhir("POST /Basic", note("after"))).rejects.toThrow();
  expect(await written("after")).toBe(1);
});

test("status: the answer asked for with Retry-After, and nothing was written", async () => {
  await queue({ fault: "status", status: 429, retryAfter: 7 });
  const reply = await ehr.fhir("POST /Basic", note("status"));
  expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(reply.body.resourceType).toBe("OperationOutcome");
  expect(await written("status")).toBe(0);
});

test("status-after: the answer says 503, but it was written", async () => {
  await queue({ fault: "status-after" });
  expect((await ehr.fhir("POST /Basic", note("status-after"))).status).toBe(503);
  expect(await written("status-after")).toBe(1);
});

test("truncate: it was written, and the answer is half of one", async () => {
  await queue({ fault: "truncate" });
  const reply = await ehr.fhir("POST /Basic", note("truncate"));
  expect(reply.status).toBe(201);
  expect(() => JSON.parse(reply.text)).toThrow();
  expect(await written("truncate")).toBe(1);
});

test("hang: no answer while the client waits, and nothing was written", async () => {
  await queue({ fault: "hang" });
  const url = `${ehr.ehr.fhirBaseUrl}/Basic`;
  const body = JSON.stringify(note("hang"));
  const headers = { "content-type": "application/fhir+json" };
  const waiting = fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(200) });
  await expect(waiting).rejects.toThrow("timeout");
  expect(await written("hang")).toBe(0);
});

test("wrong-patient: the answer names somebody else", async () => {
  const asked = "GET /Observation?patient=patient-ada&_count=3";
  await queue({ fault: "wrong-patient", type: "Observation" });
  expect((await ehr.fhir(asked)).text).not.toContain('"Patient/patient-ada"');
  expect((await ehr.fhir(asked)).text).toContain('"Patient/patient-ada"');
  await queue({ fault: "wrong-patient", type: "Patient" });
  expect((await ehr.fhir("GET /Patient/patient-ada")).body.id).not.toBe("patient-ada");
});

test("stale-search: searches miss what was just written, reads do not", async () => {
  const slot = await freeSlot(ehr.fhir);
  const { body } = await ehr.fhir("POST /Appointment", visitIn(slot));
  const find = () => ehr.fhir(`GET /Appointment?slot=Slot/${slot.id}&status=booked`);
  const free = () => ehr.fhir(`GET /Slot?_id=${slot.id}&status=free`);
  await queue({ fault: "stale-search", seconds: 60 });
  expect([(await find()).body.total, (await free()).body.total]).toEqual([0, 1]);
  expect((await ehr.fhir(`GET /Appointment/${body.id}`)).status).toBe(200);
  await ehr.admin("DELETE /faults");
  expect([(await find()).body.total, (await free()).body.total]).toEqual([1, 0]);
});

test("a fault with a count meets that many requests and is gone", async () => {
  await queue({ fault: "status", status: 500, count: 2 });
  const statuses = [];
  for (let n = 0; n < 3; n += 1)
    statuses.push((await ehr.fhir("GET /Organization/lakeside")).status);
  expect(statuses).toEqual([500, 500, 200]);
});

test("a fault aimed at a type finds it inside a transaction and nowhere else", async () => {
  await queue({ fault: "status", type: "Basic" });
  expect((await ehr.fhir("GET /Organization/lakeside")).status).toBe(200);
  expect((await ehr.fhir("GET /metadata")).status).toBe(200);
  const entry = [{ resource: note("inside"), request: { method: "POST", url: "Basic" } }];
  const bundle = { resourceType: "Bundle", type: "transaction", entry };
  expect((await ehr.fhir("POST /", bundle)).status).toBe(503);
});

test("faults reach the token URL, never the admin routes", async () => {
  await queue({ fault: "status", status: 500 });
  expect((await ehr.admin("GET /state")).status).toBe(200);
  const reply = await fetch(ehr.ehr.tokenUrl, { method: "POST", body: new URLSearchParams() });
  expect(reply.status).toBe(500);
});

test("a fault that is none is refused with a sentence", async () => {
  const reply = await queue({ fault: "explode" });
  expect([reply.status, reply.body.error]).toEqual([
    400,
    expect.stringContaining("fault is one of: refuse, hang"),
  ]);
  expect((await queue({ fault: "status", status: 99 })).status).toBe(400);
  expect((await queue({ fault: "hang", surprise: 1 })).status).toBe(400);
});

test("a stopped simulator answers nobody until it is resumed", async () => {
  await ehr.admin("POST /stop");
  await expect(ehr.fhir("GET /metadata")).rejects.toThrow();
  await expect(fetch(ehr.ehr.tokenUrl, { method: "POST" })).rejects.toThrow();
  expect((await ehr.admin("GET /state")).text).toContain('"stopped":true');
  await ehr.admin("POST /resume");
  expect((await ehr.fhir("GET /metadata")).status).toBe(200);
});
