import { afterEach, beforeEach, expect, test } from "vitest";
import { addSeconds } from "#domain/time.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

let clinic: Clinic;
let ada: string;
let desk: string;

beforeEach(async () => {
  clinic = await openClinic({ patients: 20, persona: "no-create-appointment" });
  ada = await clinic.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  desk = await clinic.signIn({
    id: "desk",
    name: "Front desk",
    kind: "staff",
    role: "frontdesk",
    patientId: undefined,
    permissions: ["schedule", "write-backs", "patients", "connections"],
  });
});
afterEach(() => clinic.close());

const DAY = 86_400;
const soon = (seconds: number) => addSeconds(new Date().toISOString(), seconds);
const wish = () => ({
  visitTypeId: "office-visit",
  preferred: [{ from: soon(3 * DAY), to: soon(3 * DAY + 14_400) }],
  reason: "Cough",
});
const visit = async (id: string) => (await clinic.call(ada, `GET /api/appointments/${id}`)).body;

async function chartByHand(start: string, end: string): Promise<void> {
  await clinic.admin("persona", { persona: "full" });
  const reply = await fetch(`${clinic.ehrServer.fhirBaseUrl}/Appointment`, {
    method: "POST",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify({
      resourceType: "Appointment",
      status: "booked",
      start,
      end,
      participant: [{ actor: { reference: "Patient/patient-ada" }, status: "accepted" }],
    }),
  });
  expect(reply.status).toBe(201);
}

test("ada asks, the desk schedules and enters it, a read finds it: each true state on the way", async () => {
  const types = await clinic.call(ada, "GET /api/visit-types");
  expect(types.body.items[0].mode).toBe("request");
  const asked = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  expect(clinic.errors).toEqual([]);
  expect(asked.status).toBe(201);
  expect(asked.body).toMatchObject({
    status: "proposed",
    writeBack: { state: "with-practice", nextStep: "practice-will-do-it" },
  });
  const { id } = asked.body;
  const requests = await clinic.call(desk, "GET /api/practice/requests");
  expect(requests.body.items).toMatchObject([{ id, kind: "request", reason: "asked-for-visit" }]);

  const [slot] = await openTimes(clinic, ada);
  const scheduled = await clinic.call(desk, `POST /api/practice/requests/${id}/schedule`, {
    body: { slotId: slot?.id },
  });
  expect(clinic.errors).toEqual([]);
  expect(scheduled.status).toBe(200);
  expect(await visit(id)).toMatchObject({
    status: "proposed",
    start: slot?.start,
    writeBack: { state: "with-practice" },
  });
  expect((await clinic.call(desk, "GET /api/practice/requests")).body.items).toEqual([]);
  const [work] = (await clinic.call(desk, "GET /api/practice/write-backs")).body.items;
  expect(work.enter.map(({ label }: { label: string }) => label)).toContain("Time");

  const entered = await clinic.call(desk, `POST /api/practice/write-backs/${work.id}/entered`);
  expect(entered.body.entered.by).toBe("Front desk");
  expect((await visit(id)).writeBack).toMatchObject({ state: "entered" });

  await chartByHand(slot?.start ?? "", slot?.end ?? "");
  await clinic.poll();
  clinic.skip(40);
  await clinic.call(ada, "GET /api/appointments");
  expect(await visit(id)).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
  expect((await clinic.call(desk, "GET /api/practice/write-backs")).body.items).toEqual([]);
});

test("nothing found within a day: it is back in the queue, and the patient is told so", async () => {
  const { body } = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  const [slot] = await openTimes(clinic, ada);
  const time = { body: { slotId: slot?.id } };
  await clinic.call(desk, `POST /api/practice/requests/${body.id}/schedule`, time);
  const rowId = `${body.id}.001`;
  await clinic.call(desk, `POST /api/practice/write-backs/${rowId}/entered`);
  clinic.skip(23 * 3600);
  await clinic.drain();
  expect((await visit(body.id)).writeBack.state).toBe("entered");
  clinic.skip(3700);
  await clinic.drain();
  expect((await visit(body.id)).writeBack).toMatchObject({
    state: "with-practice",
    reason: "not-found-after-entry",
  });
  const [work] = (await clinic.call(desk, "GET /api/practice/write-backs")).body.items;
  expect(work).toMatchObject({ id: rowId, reason: "not-found-after-entry" });
});

test("the desk offers times, ada takes one; with an EHR that books it goes straight into the chart", async () => {
  const { body } = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  const times = await openTimes(clinic, ada);
  const slotIds = times.slice(0, 2).map(({ id }) => id);
  await clinic.call(desk, `POST /api/practice/requests/${body.id}/offer`, { body: { slotIds } });
  expect((await visit(body.id)).offered).toHaveLength(2);
  await clinic.admin("persona", { persona: "full" });
  clinic.skip(301);
  clinic.reconnect();
  const taken = await clinic.call(ada, `POST /api/appointments/${body.id}/answer`, {
    body: { slotId: slotIds[1] },
  });
  expect(clinic.errors).toEqual([]);
  expect(taken.body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
});

test("a request may be withdrawn or declined, and is then nobody's work", async () => {
  const one = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  const gone = await clinic.call(ada, `POST /api/appointments/${one.body.id}/cancel`);
  expect(gone.body.status).toBe("cancelled");
  const two = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  await clinic.call(desk, `POST /api/practice/requests/${two.body.id}/decline`, {
    body: { reason: "Please call us first." },
  });
  expect(await visit(two.body.id)).toMatchObject({
    status: "cancelled",
    declined: "Please call us first.",
  });
  const counts = await clinic.call(desk, "GET /api/practice/counts");
  expect(counts.body).toEqual({ request: 0, "write-back": 0, phone: 0, mine: 0 });
});

test("what somebody changed after it was read is not done over", async () => {
  const { body } = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  const [slot] = await openTimes(clinic, ada);
  const { items } = (await clinic.call(desk, "GET /api/practice/requests")).body;
  const { version } = items[0];
  const assign = `POST /api/practice/work/${body.id}/assign`;
  expect((await clinic.call(desk, assign, { body: { version } })).status).toBe(200);
  const request = `POST /api/practice/requests/${body.id}`;
  const late = [
    await clinic.call(desk, assign, { body: { version } }),
    await clinic.call(desk, `${request}/decline`, { body: { version, reason: "No." } }),
    await clinic.call(desk, `${request}/offer`, { body: { version, slotIds: [slot?.id] } }),
    await clinic.call(desk, `${request}/schedule`, { body: { version, slotId: slot?.id } }),
  ];
  expect(late.map(({ status, body: said }) => [status, said.code])).toEqual(
    late.map(() => [409, "work.changed"]),
  );
  const now = { slotId: slot?.id, version: version + 1 };
  expect((await clinic.call(desk, `${request}/schedule`, { body: now })).status).toBe(200);
  const write = `POST /api/practice/write-backs/${body.id}.001`;
  const stale = { body: { version: 7 } };
  expect((await clinic.call(desk, `${write}/entered`, stale)).body.code).toBe("work.changed");
  expect((await clinic.call(desk, `${write}/retry`, stale)).body.code).toBe("work.changed");
});

test("a time without a slot is a person's to enter: no retry makes it a lost one", async () => {
  const { body } = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  const types = (await clinic.call(desk, "GET /api/practice/visit-types")).body;
  const typed = {
    start: soon(3 * DAY),
    end: soon(3 * DAY + 1200),
    practitionerId: types.practitioners[0].id,
    locationId: types.locations[0].id,
  };
  await clinic.call(desk, `POST /api/practice/requests/${body.id}/schedule`, { body: typed });
  await clinic.admin("persona", { persona: "full" });
  clinic.skip(301);
  clinic.reconnect();
  const waiting = async () => (await clinic.call(desk, "GET /api/practice/write-backs")).body.items;
  const [work] = await waiting();
  expect(work).toMatchObject({ retriable: false, reason: "ehr-cannot-take-it" });
  await clinic.call(desk, `POST /api/practice/write-backs/${work.id}/retry`);
  expect(clinic.errors).toEqual([]);
  expect(await waiting()).toMatchObject([{ id: work.id, reason: "ehr-cannot-take-it" }]);
  expect((await visit(body.id)).writeBack.state).toBe("with-practice");
});

test("two people do not do the same work: the slower is told", async () => {
  const { body } = await clinic.call(ada, "POST /api/appointments", { body: wish() });
  const decline = () =>
    clinic.call(desk, `POST /api/practice/requests/${body.id}/decline`, {
      body: { reason: "No." },
    });
  const answers = await Promise.all([decline(), decline()]);
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses[0]).toBe(200);
  expect([404, 409, 503]).toContain(statuses[1]);
});
