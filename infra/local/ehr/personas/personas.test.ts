import { afterAll, beforeAll, expect, test } from "vitest";
import { at, pathOf } from "#infra/local/ehr/fhir/resource.ts";
import { freeSlot, type Trial, trial, visitIn } from "#infra/local/ehr/trial.ts";
import { interactions } from "./persona.ts";
import { personas } from "./personas.ts";

let ehr: Trial;
beforeAll(async () => {
  ehr = await trial();
});
afterAll(() => ehr.close());

const become = (persona: string) => ehr.admin("POST /persona", { persona });
const values = (body: unknown, path: string) => at(body, pathOf(path));

test.each([...personas.keys()])(
  "%s does what its CapabilityStatement says, and no more",
  async (key) => {
    await become(key);
    const { body } = await ehr.fhir("GET /metadata");
    const persona = personas.get(key);
    const listed = values(body, "rest.resource").map((one) => [
      String(values(one, "type")[0]),
      values(one, "interaction.code"),
    ]);
    for (const [type, codes] of listed)
      expect(codes).toEqual(interactions.filter((one) => persona?.allows(String(type), one)));
    const attempt = await ehr.fhir("POST /Appointment", { resourceType: "Appointment" });
    const creates = Object.fromEntries(listed)["Appointment"]?.includes("create");
    expect(attempt.status).toBe(creates ? 422 : 405);
    const bundle = { resourceType: "Bundle", type: "transaction", entry: [] };
    const transactions = values(body, "rest.interaction.code").includes("transaction");
    expect((await ehr.fhir("POST /", bundle)).status).toBe(transactions ? 200 : 405);
  },
);

test("a refused interaction is 405 with an OperationOutcome", async () => {
  await become("no-create-appointment");
  const slot = await freeSlot(ehr.fhir);
  const reply = await ehr.fhir("POST /Appointment", visitIn(slot));
  expect([reply.status, reply.body.issue[0]?.code]).toEqual([405, "not-supported"]);
  expect((await ehr.fhir(`PUT /Slot/${slot.id}`, slot)).status).toBe(405);
});

test("where slots are read-only, the chart itself makes the slot busy", async () => {
  await become("slot-read-only");
  const slot = await freeSlot(ehr.fhir);
  expect((await ehr.fhir("POST /Appointment", visitIn(slot))).status).toBe(201);
  expect((await ehr.fhir(`GET /Slot/${slot.id}`)).body.status).toBe("busy");
});

test("an interaction refused inside a transaction undoes all of it", async () => {
  await become("slot-read-only");
  const slot = await freeSlot(ehr.fhir);
  const entry = [
    { resource: visitIn(slot), request: { method: "POST", url: "Appointment" } },
    { resource: { ...slot, status: "busy" }, request: { method: "PUT", url: `Slot/${slot.id}` } },
  ];
  const bundle = { resourceType: "Bundle", type: "transaction", entry };
  expect((await ehr.fhir("POST /", bundle)).status).toBe(405);
  expect((await ehr.fhir(`GET /Appointment?slot=${slot.id}`)).body.total).toBe(0);
});

test("Oracle wants If-Match: 412 when missing, 409 when stale", async () => {
  await become("cerner");
  const [slot] = [await freeSlot(ehr.fhir)];
  const { body: visit } = await ehr.fhir("POST /Appointment", visitIn(slot));
  const cancel = [{ op: "replace", path: "/status", value: "cancelled" }];
  const patch = (etag?: string) =>
    ehr.fhir(`PATCH /Appointment/${visit.id}`, cancel, etag ? { "if-match": etag } : {});
  expect((await patch()).status).toBe(412);
  expect((await patch('W/"99"')).status).toBe(409);
  expect((await patch('W/"1"')).status).toBe(200);
});

test("Veradigm has no versions: no ETag, and If-Match means nothing", async () => {
  await become("veradigm");
  const document = {
    resourceType: "DocumentReference",
    status: "current",
    content: [{ attachment: {} }],
  };
  const { body, headers } = await ehr.fhir("POST /DocumentReference", document);
  expect(headers.get("etag")).toBeNull();
  const stale = { "if-match": 'W/"99"' };
  expect((await ehr.fhir(`PUT /DocumentReference/${body.id}`, body, stale)).status).toBe(200);
});

test("eClinicalWorks stops answering after 250 calls in a minute, and can't be polled", async () => {
  await become("ecw");
  expect((await ehr.fhir("GET /Condition?_lastUpdated=gt2020-01-01")).status).toBe(400);
  const statuses = new Set<number>();
  for (let n = 0; n < 510 && !statuses.has(429); n += 1)
    statuses.add((await ehr.fhir("GET /Binary/none")).status);
  expect(statuses).toContain(429);
});

test("an unknown persona is refused with the list of known ones", async () => {
  const reply = await become("mystery");
  expect([reply.status, reply.body.error]).toEqual([
    400,
    expect.stringContaining("no-transaction"),
  ]);
});
