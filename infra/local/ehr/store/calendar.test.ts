import { afterAll, beforeAll, expect, test } from "vitest";
import { freeSlot, type Shape, type Trial, trial, visitIn } from "#infra/local/ehr/trial.ts";

let ehr: Trial;
beforeAll(async () => {
  ehr = await trial();
});
afterAll(() => ehr.close());

const slotStatus = async ({ id }: Shape) => (await ehr.fhir(`GET /Slot/${id}`)).body.status;

/** The portal's own way: slot and appointment in one transaction. */
const booking = (slot: Shape, key: string) => ({
  resourceType: "Bundle",
  type: "transaction",
  entry: [
    {
      resource: { ...slot, status: "busy" },
      request: { method: "PUT", url: `Slot/${slot.id}`, ifMatch: `W/"${slot.meta.versionId}"` },
    },
    {
      fullUrl: "urn:uuid:5d0f3a3e-8a0f-4d1c-9d5c-1f1f6d7c0001",
      resource: visitIn(slot, {
        identifier: [{ system: "urn:porchlight:write-back", value: key }],
      }),
      request: {
        method: "POST",
        url: "Appointment",
        ifNoneExist: `identifier=urn:porchlight:write-back|${key}`,
      },
    },
  ],
});

test("ten parallel transactions for one slot leave one appointment and nine refusals", async () => {
  const slot = await freeSlot(ehr.fhir);
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) => ehr.fhir("POST /", booking(slot, `race-${n}`))),
  );
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 409 || status === 412)).toHaveLength(9);
  const held = await ehr.fhir(`GET /Appointment?slot=Slot/${slot.id}&status=booked`);
  expect(held.body.total).toBe(1);
  expect(await slotStatus(slot)).toBe("busy");
});

test("ten parallel plain appointments for one slot leave one", async () => {
  const slot = await freeSlot(ehr.fhir);
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => ehr.fhir("POST /Appointment", visitIn(slot))),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
});

test("a free slot that an appointment takes becomes busy by itself", async () => {
  const slot = await freeSlot(ehr.fhir);
  await ehr.fhir("POST /Appointment", visitIn(slot));
  expect(await slotStatus(slot)).toBe("busy");
});

test("a busy slot without an appointment may be taken by whoever made it busy", async () => {
  const slot = await freeSlot(ehr.fhir);
  const busy = { ...slot, status: "busy" };
  const etag = { "if-match": `W/"${slot.meta.versionId}"` };
  expect((await ehr.fhir(`PUT /Slot/${slot.id}`, busy, etag)).status).toBe(200);
  expect((await ehr.fhir(`PUT /Slot/${slot.id}`, busy, etag)).status).toBe(412);
  expect((await ehr.fhir("POST /Appointment", visitIn(slot))).status).toBe(201);
  expect((await ehr.fhir("POST /Appointment", visitIn(slot))).status).toBe(409);
});

test("a blocked slot can't be booked", async () => {
  const blocked = await ehr.fhir("GET /Slot?status=busy-unavailable&_count=1");
  const slot = blocked.body.entry[0]?.resource as Shape;
  expect((await ehr.fhir("POST /Appointment", visitIn(slot))).status).toBe(409);
});

test("a slot that does not exist can't be booked", async () => {
  const slot = { ...(await freeSlot(ehr.fhir)), id: "nowhere" };
  expect((await ehr.fhir("POST /Appointment", visitIn(slot))).status).toBe(422);
});

test("an appointment cancelled in the chart gives its slot back", async () => {
  const slot = await freeSlot(ehr.fhir);
  const { body } = await ehr.fhir("POST /Appointment", visitIn(slot));
  const cancel = [{ op: "replace", path: "/status", value: "cancelled" }];
  expect((await ehr.fhir(`PATCH /Appointment/${body.id}`, cancel)).status).toBe(200);
  expect(await slotStatus(slot)).toBe("free");
  expect((await ehr.fhir("POST /Appointment", visitIn(slot))).status).toBe(201);
});

test("a deleted appointment gives its slot back too", async () => {
  const slot = await freeSlot(ehr.fhir);
  const { body } = await ehr.fhir("POST /Appointment", visitIn(slot));
  await ehr.fhir(`DELETE /Appointment/${body.id}`);
  expect(await slotStatus(slot)).toBe("free");
});

test("a transaction may cancel and free the slot itself", async () => {
  const slot = await freeSlot(ehr.fhir);
  const { body: visit } = await ehr.fhir("POST /Appointment", visitIn(slot));
  const { body: busy } = await ehr.fhir(`GET /Slot/${slot.id}`);
  const both = {
    resourceType: "Bundle",
    type: "transaction",
    entry: [
      {
        resource: { ...visit, status: "cancelled" },
        request: { method: "PUT", url: `Appointment/${visit.id}` },
      },
      {
        resource: { ...busy, status: "free" },
        request: { method: "PUT", url: `Slot/${slot.id}`, ifMatch: `W/"${busy.meta.versionId}"` },
      },
    ],
  };
  expect((await ehr.fhir("POST /", both)).status).toBe(200);
  expect(await slotStatus(slot)).toBe("free");
});

test("a visit that moves to another slot frees the one it had", async () => {
  const [from, to] = [await freeSlot(ehr.fhir), await freeSlot(ehr.fhir, 1)];
  const { body: visit } = await ehr.fhir("POST /Appointment", visitIn(from));
  const moved = { ...visitIn(to), id: visit.id };
  expect((await ehr.fhir(`PUT /Appointment/${visit.id}`, moved)).status).toBe(200);
  expect([await slotStatus(from), await slotStatus(to)]).toEqual(["free", "busy"]);
});

test("a slot with an appointment can't be declared free", async () => {
  const slot = await freeSlot(ehr.fhir);
  await ehr.fhir("POST /Appointment", visitIn(slot));
  expect((await ehr.fhir(`PUT /Slot/${slot.id}`, { ...slot, status: "free" })).status).toBe(409);
});
