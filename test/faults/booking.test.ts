import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

let clinic: Clinic;
let ada: string;

beforeEach(async () => {
  clinic = await openClinic();
  ada = await clinic.signIn({ id: "patient-ada" });
});
afterEach(() => clinic.close());

const bookings = async (visitId: string) => {
  const found = await clinic.chart(
    `Appointment?identifier=urn:porchlight:write-back|${visitId}.001`,
  );
  return found.entry ?? [];
};
const bookFirst = async () => {
  const [slot] = await openTimes(clinic, ada);
  return clinic.call(ada, "POST /api/appointments", {
    body: { slotId: slot?.id, reason: "Cough" },
  });
};

test("a booking is in the chart once, with our correlation id, and the slot is gone in both", async () => {
  const [slot] = await openTimes(clinic, ada);
  const booked = await bookFirst();
  expect(clinic.errors).toEqual([]);
  expect(booked.body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
  expect(booked.status).toBe(201);
  expect(booked.body.writeBack.reference).toMatch(/^Appointment\//);
  expect(await bookings(booked.body.id)).toHaveLength(1);
  expect(booked.body.start).toBe(slot?.start);
  expect((await openTimes(clinic, ada)).map(({ id }) => id)).not.toContain(slot?.id);
  expect((await clinic.chart(`Slot/${slot?.id.split("~")[2]}`)).status).toBe("busy");
});

test("a lost reply is searched for, never sent again: the chart has the visit once", async () => {
  const [slot] = await openTimes(clinic, ada);
  await clinic.fault({ fault: "drop-after", method: "POST", count: 1 });
  const booked = await clinic.call(ada, "POST /api/appointments", { body: { slotId: slot?.id } });
  expect(booked.status).toBe(201);
  expect(booked.body).toMatchObject({ status: "pending", writeBack: { state: "saved" } });
  clinic.skip(5);
  await clinic.drain();
  const now = await clinic.call(ada, `GET /api/appointments/${booked.body.id}`);
  expect(now.body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
  expect(await bookings(booked.body.id)).toHaveLength(1);
});

test("an EHR that is down saves the visit; it is in the chart once the EHR is back", async () => {
  const [slot] = await openTimes(clinic, ada);
  await clinic.admin("stop");
  const booked = await clinic.call(ada, "POST /api/appointments", { body: { slotId: slot?.id } });
  expect(booked.body).toMatchObject({
    status: "pending",
    writeBack: { state: "saved", nextStep: "wait" },
  });
  const list = await clinic.call(ada, "GET /api/appointments");
  expect(list.body.items.map((visit: { id: string }) => visit.id)).toContain(booked.body.id);
  await clinic.admin("resume");
  clinic.skip(30);
  await clinic.drain();
  const now = await clinic.call(ada, `GET /api/appointments/${booked.body.id}`);
  expect(now.body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
  expect(await bookings(booked.body.id)).toHaveLength(1);
});

test("an EHR that does not say what it can do is not one that takes no bookings", async () => {
  await clinic.fault({ fault: "status", status: 503, type: "metadata" });
  const asked = await clinic.call(ada, "GET /api/visit-types");
  expect([asked.status, asked.body.code]).toEqual([503, "ehr.unavailable"]);
  clinic.skip(10);
  const types = await clinic.call(ada, "GET /api/visit-types");
  expect(types.body.items[0]).toMatchObject({ mode: "book" });
});

test("forty patients want one slot: one has it, the others are told other times", async () => {
  const [slot] = await openTimes(clinic, ada);
  const people = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      clinic.signIn({ id: `racer${i}`, patientId: i === 0 ? "patient-grace" : "patient-ada" }),
    ),
  );
  const answers = await Promise.all(
    people.map((who) => clinic.call(who, "POST /api/appointments", { body: { slotId: slot?.id } })),
  );
  const won = answers.filter(({ status }) => status === 201);
  const lost = answers.filter(({ status }) => status === 409);
  expect([won.length, lost.length]).toEqual([1, 39]);
  expect(lost[0]?.body).toMatchObject({ code: "appointments.slot-taken" });
  expect(lost[0]?.body.slots.length).toBeGreaterThan(0);
});

test("move, then cancel: the visit keeps its id, and both slots are free again", async () => {
  const times = await openTimes(clinic, ada);
  const [first, , , other] = times;
  const booked = await clinic.call(ada, "POST /api/appointments", { body: { slotId: first?.id } });
  const moved = await clinic.call(ada, `POST /api/appointments/${booked.body.id}/reschedule`, {
    body: { slotId: other?.id },
  });
  expect(clinic.errors).toEqual([]);
  expect(moved.body).toMatchObject({
    id: booked.body.id,
    start: other?.start,
    sequence: 1,
    writeBack: { state: "in-chart" },
  });
  expect((await openTimes(clinic, ada)).map(({ id }) => id)).toContain(first?.id);
  const cancelled = await clinic.call(ada, `POST /api/appointments/${booked.body.id}/cancel`);
  expect(cancelled.body).toMatchObject({ status: "cancelled", writeBack: { state: "in-chart" } });
  const free = (await openTimes(clinic, ada)).map(({ id }) => id);
  expect(free).toEqual(expect.arrayContaining([first?.id, other?.id]));
});

test("a poll that sees our own move before its answer is known does not count it twice", async () => {
  const [first, , , other] = await openTimes(clinic, ada);
  const booked = await clinic.call(ada, "POST /api/appointments", { body: { slotId: first?.id } });
  await clinic.poll();
  await clinic.admin("faults", { fault: "drop-after", method: "POST", count: 1 });
  await clinic.call(ada, `POST /api/appointments/${booked.body.id}/reschedule`, {
    body: { slotId: other?.id },
  });
  await clinic.poll();
  clinic.skip(60);
  await clinic.drain();
  const now = await clinic.call(ada, `GET /api/appointments/${booked.body.id}`);
  expect(now.body).toMatchObject({ start: other?.start, sequence: 1, status: "booked" });
  expect(now.body.change).toBeUndefined();
});

test("the same key twice is one visit", async () => {
  const [slot] = await openTimes(clinic, ada);
  const send = () =>
    clinic.call(ada, "POST /api/appointments", {
      body: { slotId: slot?.id },
      headers: { "idempotency-key": "tap" },
    });
  const [one, two] = await Promise.all([send(), send()]);
  expect([one?.status, two?.status]).toEqual([201, 201]);
  expect(one?.body.id).toBe(two?.body.id);
});

test("a slot taken in the chart meanwhile is refused at once and leaves nothing behind", async () => {
  const [slot] = await openTimes(clinic, ada);
  const ehrId = slot?.id.split("~")[2];
  const known = await clinic.chart(`Slot/${ehrId}`);
  await fetch(`${clinic.ehrServer.fhirBaseUrl}/Slot/${ehrId}`, {
    method: "PUT",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify({ ...known, status: "busy" }),
  });
  const key = { "idempotency-key": "lost" };
  const refused = await clinic.call(ada, "POST /api/appointments", {
    body: { slotId: slot?.id },
    headers: key,
  });
  expect(refused.status).toBe(409);
  expect(refused.body.slots.length).toBeGreaterThan(0);
  expect((await clinic.call(ada, "GET /api/write-backs")).body.items).toEqual([]);
  const again = await clinic.call(ada, "POST /api/appointments", {
    body: { slotId: slot?.id },
    headers: key,
  });
  expect(again.status).toBe(409);
});

test("thirty bookings of one patient at once: never more than may be open", async () => {
  const times = await openTimes(clinic, ada);
  const answers = await Promise.all(
    times
      .slice(0, 30)
      .map(({ id }) => clinic.call(ada, "POST /api/appointments", { body: { slotId: id } })),
  );
  const booked = answers.filter(({ status }) => status === 201).length;
  expect(booked).toBeGreaterThan(0);
  expect(booked).toBeLessThanOrEqual(20);
  expect(answers.every(({ status }) => status < 500 || status === 503)).toBe(true);
});
