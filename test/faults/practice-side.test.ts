import { afterEach, beforeEach, expect, test } from "vitest";
import { localDay } from "#domain/time.ts";
import { type Clinic, openClinic } from "#test/fixtures/clinic.ts";
import { openTimes } from "#test/fixtures/open-times.ts";

let clinic: Clinic;
let ada: string;
let grace: string;
let desk: string;
const CHILD = "patient-grace-child";

beforeEach(async () => {
  clinic = await openClinic({ patients: 20 });
  ada = await clinic.signIn({ id: "patient-ada", name: "Ada Marlowe" });
  grace = await clinic.signIn({
    id: "patient-grace",
    name: "Grace Okafor",
    proxies: [
      {
        patientId: CHILD,
        scopes: ["appointments:read", "appointments:act"],
        relationship: "child",
        name: "Milo Okafor",
        firstName: "Milo",
      },
    ],
  });
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

async function audits() {
  const { items } = await clinic.table.query({ pk: "UNSEALED#demo", index: "gsi1" });
  return items.map(({ data }) => data as Record<string, unknown>);
}
const bookAs = async (who: string, extra = "") => {
  const [slot] = await openTimes(clinic, ada);
  return clinic.call(who, "POST /api/appointments", {
    body: { slotId: slot?.id, ...(extra ? { patientId: extra } : {}) },
  });
};
const putSlot = async (id: string, status: string) => {
  const slot = await clinic.chart(`Slot/${id}`);
  await put(`Slot/${id}`, { ...slot, status });
};
const put = (path: string, body: unknown) =>
  fetch(`${clinic.ehrServer.fhirBaseUrl}/${path}`, {
    method: "PUT",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify(body),
  });

test("the desk books for a patient; she sees it and who did it", async () => {
  const [slot] = await openTimes(clinic, ada);
  const booked = await clinic.call(desk, "POST /api/practice/patients/patient-ada/appointments", {
    body: { slotId: slot?.id, reason: "Called in" },
    headers: { "idempotency-key": "call" },
  });
  expect(clinic.errors).toEqual([]);
  expect(booked.status).toBe(201);
  const seen = await clinic.call(ada, `GET /api/appointments/${booked.body.id}`);
  expect(seen.body).toMatchObject({
    status: "booked",
    bookedBy: { kind: "staff", name: "Front desk" },
    writeBack: { state: "in-chart" },
  });
  const entry = (await audits()).find(({ action }) => String(action).startsWith("POST"));
  expect(entry).toMatchObject({ actor: { id: "desk" }, patients: ["patient-ada"] });
});

test("a rule set aside needs a reason, and the audit keeps it", async () => {
  const { body: visit } = await bookAs(ada);
  const until = Date.parse(visit.start) - Date.now() - 30 * 60_000;
  clinic.skip(Math.floor(until / 1000));
  const path = `POST /api/practice/patients/patient-ada/appointments/${visit.id}/cancel`;
  expect((await clinic.call(desk, path, { body: {} })).body.code).toBe(
    "appointments.too-late-to-change",
  );
  const overrides = [{ rule: "notice", reason: "Snow storm" }];
  const done = await clinic.call(desk, path, { body: { overrides } });
  expect(done.body).toMatchObject({ status: "cancelled", writeBack: { state: "in-chart" } });
  const entries = await audits();
  expect(
    entries.some((entry) => JSON.stringify(entry["overrides"]) === JSON.stringify(overrides)),
  ).toBe(true);
});

test("Grace books for her child: the audit names her and for whom, the practice sees both", async () => {
  const booked = await bookAs(grace, CHILD);
  expect(clinic.errors).toEqual([]);
  expect(booked.body).toMatchObject({
    patientId: CHILD,
    bookedBy: { kind: "carer", name: "Grace Okafor", relationship: "child" },
  });
  const entry = (await audits()).find(({ action }) => action === "POST /api/appointments");
  expect(entry).toMatchObject({
    actor: { id: grace },
    relation: "proxy",
    patients: [CHILD],
  });
  const own = await clinic.call(grace, "GET /api/appointments?when=coming");
  expect(own.body.items.map(({ id }: { id: string }) => id)).not.toContain(booked.body.id);
});

test("whatever Grace may not do answers as if it did not exist", async () => {
  const foreign = await clinic.call(ada, `GET /api/appointments?patientId=${CHILD}`);
  const missing = await clinic.call(ada, "GET /api/appointments?patientId=nobody");
  expect([foreign.status, foreign.body.code]).toEqual([404, "not-found"]);
  expect({ ...missing.body, instance: "" }).toEqual({ ...foreign.body, instance: "" });
});

test("a saved booking that lost its time asks the practice to call; the patient has other times", async () => {
  const [slot] = await openTimes(clinic, ada);
  await clinic.admin("stop");
  const saved = await clinic.call(ada, "POST /api/appointments", { body: { slotId: slot?.id } });
  await clinic.admin("resume");
  await putSlot(slot?.id.split("~")[2] ?? "", "busy");
  for (let round = 0; round < 4; round++) {
    clinic.skip(30);
    await clinic.drain();
  }
  const seen = await clinic.call(ada, `GET /api/appointments/${saved.body.id}`);
  expect(seen.body).toMatchObject({
    status: "cancelled",
    writeBack: { state: "needs-attention", nextStep: "choose-another-time" },
  });
  expect(seen.body.slots.length).toBeGreaterThan(0);
  const { items } = (await clinic.call(desk, "GET /api/practice/tasks")).body;
  expect(items).toMatchObject([{ kind: "phone", reason: "lost-its-time" }]);
  const done = await clinic.call(desk, `POST /api/practice/tasks/${items[0].id}/done`, {
    body: { note: "Called, booked another" },
  });
  expect(done.status).toBe(200);
  expect(await audits()).toContainEqual(
    expect.objectContaining({ note: "Called, booked another", patients: ["patient-ada"] }),
  );
  expect((await clinic.call(desk, "GET /api/practice/tasks")).body.items).toEqual([]);
  const page = await clinic.call(desk, "GET /api/practice/patients/patient-ada");
  expect(page.body.calls).toMatchObject([
    { reason: "lost-its-time", by: "Front desk", note: "Called, booked another" },
  ]);
});

test("drift is found both ways, the safe kind repaired, and comparing again changes nothing", async () => {
  const kept = await bookAs(ada);
  const [, second] = await openTimes(clinic, ada);
  const gone = await clinic.call(ada, "POST /api/appointments", { body: { slotId: second?.id } });
  const times = await openTimes(clinic, ada);
  const orphan = times[0]?.id.split("~")[2] ?? "";
  await putSlot(orphan, "busy");
  const cancelled = kept.body.writeBack.reference;
  const inChart = await clinic.chart(cancelled);
  await put(cancelled, { ...inChart, status: "cancelled" });
  await fetch(`${clinic.ehrServer.fhirBaseUrl}/${gone.body.writeBack.reference}`, {
    method: "DELETE",
  });

  const compare = () => clinic.call(desk, "POST /api/practice/connections/demo/reconcile");
  const first = await compare();
  expect(clinic.errors).toEqual([]);
  const kinds = (answer: typeof first) =>
    answer.body.drift.map(({ kind, reference }: { kind: string; reference: string }) => [
      kind,
      reference,
    ]);
  expect(kinds(first)).toEqual(
    expect.arrayContaining([
      ["cancelled-in-chart", cancelled],
      ["missing-in-chart", gone.body.writeBack.reference],
      ["orphan-slot", `Slot/${orphan}`],
    ]),
  );
  const seen = await clinic.call(ada, `GET /api/appointments/${kept.body.id}`);
  expect(seen.body.status).toBe("cancelled");
  const again = await compare();
  expect(kinds(again)).not.toContainEqual(["cancelled-in-chart", cancelled]);
  expect(kinds(again)).toContainEqual(["orphan-slot", `Slot/${orphan}`]);
});

test("the connection page says what the EHR can do; silence is said too", async () => {
  await clinic.call(ada, "GET /api/visit-types");
  const able = await clinic.call(desk, "GET /api/practice/connections");
  expect(able.body.items[0]).toMatchObject({ id: "demo", status: "answering" });
  expect(able.body.items[0].abilities).toContainEqual({ name: "book", able: true, mode: "native" });
  await clinic.admin("stop");
  for (let i = 0; i < 3; i++) await clinic.poll();
  const silent = await clinic.call(desk, "GET /api/practice/connections");
  expect(silent.body.items[0].status).toBe("silent");
});

test("a patient is found by name, birth date or e-mail, with a page of their own", async () => {
  for (const q of ["Marlowe", "ada@example.test"]) {
    const found = await clinic.call(desk, "POST /api/practice/patients/search", { body: { q } });
    expect(found.body.items.map(({ id }: { id: string }) => id)).toContain("patient-ada");
  }
  const page = await clinic.call(desk, "GET /api/practice/patients/patient-ada");
  expect(clinic.errors).toEqual([]);
  expect(page.body.patient).toMatchObject({ name: "Ada Marlowe", hasAccount: true });
  expect(page.body.past.length).toBeGreaterThan(0);
  const child = await clinic.call(desk, `GET /api/practice/patients/${CHILD}`);
  expect(child.body.carers).toEqual([{ name: "Grace Okafor", relationship: "child" }]);
});

test("a chart of which only a day was read: what is known is shown as not all, and nothing known is not none", async () => {
  // Somebody's coming visit, seen on the clinic's schedule and nowhere else.
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const { entry } = await clinic.chart(`Appointment?status=booked&date=ge${tomorrow}`);
  const { resource: coming } = entry[0];
  const named = coming.participant.map(
    ({ actor }: { actor: { reference: string } }) => actor.reference,
  );
  const patientId = named.find((name: string) => name.startsWith("Patient/")).slice(8);
  const someone = await clinic.signIn({ id: patientId, name: "Someone" });
  const day = localDay(coming.start, "America/Chicago");
  expect((await clinic.call(desk, `GET /api/practice/schedule?day=${day}`)).status).toBe(200);
  await clinic.admin("stop");
  const known = await clinic.call(someone, "GET /api/appointments?when=coming");
  expect(known.status).toBe(200);
  expect(known.body.items.length).toBeGreaterThan(0);
  expect(known.body).toMatchObject({ stale: true });
  expect(known.body).not.toHaveProperty("asOf");
  const past = await clinic.call(someone, "GET /api/appointments?when=past");
  expect([past.status, past.body.code]).toEqual([503, "ehr.unavailable"]);
  await clinic.admin("resume");
  const whole = await clinic.call(someone, "GET /api/appointments");
  expect(whole.body).toHaveProperty("asOf");
  expect(whole.body).not.toHaveProperty("stale");
});
