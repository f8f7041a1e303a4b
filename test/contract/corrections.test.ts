import { expect, it } from "vitest";
import type { Quirks } from "#functions/ehr/testing/fake-fhir.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import { freshTable } from "#test/fixtures/dynamo.ts";
import { NOW, openExportClinic } from "#test/fixtures/export-clinic.ts";
import { openPortal } from "#test/fixtures/portal.ts";
import { biopsy } from "#test/fixtures/release-clinic.ts";

const problem = (id: string, patient: string) => ({
  resourceType: "Condition",
  id,
  subject: { reference: `Patient/${patient}` },
  code: { text: "Asthma" },
});
const ASK = "POST /api/records/corrections";
const words = "I never had this.";

async function opened(quirks: Partial<Quirks> = {}) {
  const withheld = biopsy("late", { issued: NOW, effectiveDateTime: NOW });
  const clinic = await openExportClinic(
    [problem("c1", "p1"), problem("c2", "p2"), withheld],
    quirks,
  );
  const { portal } = clinic;
  const desk = { kind: "staff" as const, permissions: ["write-backs" as const] };
  await portal.signIn({ id: "mia", name: "Mia Lane", patientId: undefined, ...desk });
  await portal.call("p1", "GET /api/records");
  await portal.call("p2", "GET /api/records");
  const mine = async (who = "p1") => (await portal.call(who, "GET /api/records/corrections")).body;
  const queue = async () => (await portal.call("mia", "GET /api/practice/corrections")).body.items;
  const answer = (id: string, body: object) =>
    portal.call("mia", `POST /api/practice/patients/p1/corrections/${id}/answer`, { body });
  return { ...clinic, mine, queue, answer };
}

it("lands at the desk with the record's name and the day the law wants an answer by; the patient reads what came of it", async () => {
  const { portal, mine, queue, answer } = await opened();
  const asked = await portal.call("p1", ASK, { body: { id: "Condition~c1", words } });
  expect(asked.status).toBe(201);
  expect(asked.body).toMatchObject({
    about: { id: "Condition~c1", section: "problems", title: "Asthma" },
    words,
    state: "waiting",
    dueAt: "2027-01-22T15:00:00.000Z",
  });
  const [waiting] = await queue();
  expect(waiting).toMatchObject({ id: asked.body.id, words, overdue: false });
  expect(waiting.patient).toMatchObject({ id: "p1" });
  const silent = await answer(waiting.id, { decision: "refused" });
  expect([silent.status, silent.body.errors[0].path]).toEqual([422, "reason"]);
  const refusal = { decision: "refused", reason: "The test of 2020 showed it." };
  expect((await answer(waiting.id, refusal)).body).toMatchObject({
    state: "refused",
    answeredBy: "Mia Lane",
  });
  expect((await answer(waiting.id, { ...refusal, decision: "accepted" })).body.code).toBe(
    "work.changed",
  );
  expect(await queue()).toEqual([]);
  const { items } = await mine();
  expect(items).toMatchObject([{ state: "refused", answered: { reason: refusal.reason } }]);
  // Who answered is the practice's own business.
  expect(JSON.stringify(items)).not.toContain("Mia");
});

it("names nothing that its patient can't see: what is withheld or another's is as missing as what never was", async () => {
  const { portal, mine } = await opened();
  const ask = async (id: string) => (await portal.call("p1", ASK, { body: { id, words } })).body;
  const strip = ({ instance: _own, ...body }: Record<string, unknown>) => body;
  const none = strip(await ask("DiagnosticReport~none"));
  expect(none).toMatchObject({ status: 404 });
  for (const id of ["DiagnosticReport~late", "Condition~c2", "nothing"])
    expect(strip(await ask(id))).toEqual(none);
  expect((await mine()).items).toEqual([]);
  expect((await portal.call("p1", ASK, { body: { words } })).status).toBe(201);
  expect((await mine("p2")).items).toEqual([]);
});

it("is taken once under one key, twenty times at most, and is overdue after sixty days", async () => {
  const { portal, mine, queue, skip } = await opened();
  const headers = { "idempotency-key": "once" };
  const ids = new Set<string>();
  for (let n = 0; n < 2; n++)
    ids.add((await portal.call("p1", ASK, { body: { words }, headers })).body.id);
  expect(ids.size).toBe(1);
  for (let n = 0; n < 19; n++) {
    skip(1);
    expect((await portal.call("p1", ASK, { body: { words } })).status).toBe(201);
  }
  expect((await portal.call("p1", ASK, { body: { words } })).status).toBe(429);
  expect((await mine()).items).toHaveLength(20);
  const due = () => queue().then((all) => all.map(({ overdue }: { overdue: boolean }) => overdue));
  expect(await due()).toEqual(Array(20).fill(false));
  skip(60 * 86_400 + 1);
  expect(await due()).toEqual(Array(20).fill(true));
  const [first, second] = await queue();
  expect(first.askedAt < second.askedAt).toBe(true);
});

const TASKS = { creates: { Task: ["identifier", "patient", "_lastUpdated"] } };

it("goes into the chart as a task about the record, and both sides read so", async () => {
  const { portal, server, mine, queue } = await opened(TASKS);
  const asked = await portal.call("p1", ASK, { body: { id: "Condition~c1", words } });
  const [task] = server.all("Task");
  expect(task).toMatchObject({ description: words, focus: { reference: "Condition/c1" } });
  const there = { state: "in-chart", reference: `Task/${task?.["id"]}` };
  expect(asked.body.writeBack).toMatchObject(there);
  expect((await mine()).items).toMatchObject([{ state: "waiting", writeBack: there }]);
  expect(await queue()).toMatchObject([{ id: asked.body.id, writeBack: there }]);
  const { body } = await portal.call("p1", "GET /api/write-backs");
  expect(body.items).toMatchObject([
    { kind: "correction.ask", subject: asked.body.id, writeBack: there },
  ]);
  expect(JSON.stringify([body, portal.rings])).not.toContain(words);
});

it("is nothing that whoever acts for the patient is told of", async () => {
  const { portal } = await opened(TASKS);
  const asked = await portal.call("p1", ASK, { body: { words } });
  const grant = { patientId: "p1", relationship: "parent", name: "P One", firstName: "P" };
  const scopes = ["appointments:read" as const, "records:read" as const];
  await portal.signIn({ id: "helper", patientId: "p2", proxies: [{ ...grant, scopes }] });
  const own = await portal.call("p1", "GET /api/write-backs");
  expect(own.body.items).toHaveLength(1);
  const list = await portal.call("helper", "GET /api/write-backs?patientId=p1");
  expect([list.status, list.body.items]).toEqual([200, []]);
  const one = await portal.call("helper", `GET /api/write-backs/${asked.body.id}.001?patientId=p1`);
  expect(one.status).toBe(404);
  expect((await portal.call("p1", `GET /api/write-backs/${asked.body.id}.001`)).status).toBe(200);
});

it("is only saved while the EHR is silent, is answered meanwhile, and reaches the chart once when it is back", async () => {
  const { portal, server, mine, answer, skip } = await opened(TASKS);
  server.faults = ({ method }) => (method === "POST" ? { is: "drop-after" } : undefined);
  const asked = await portal.call("p1", ASK, { body: { words } });
  expect(asked.status).toBe(201);
  expect(asked.body.writeBack).toMatchObject({ state: "saved", reason: "checking-chart" });
  expect((await answer(asked.body.id, { decision: "accepted" })).status).toBe(200);
  server.faults = () => undefined;
  skip(60);
  await portal.drain();
  expect(server.all("Task")).toHaveLength(1);
  expect((await mine()).items).toMatchObject([
    { state: "accepted", writeBack: { state: "in-chart" } },
  ]);
});

it.each([
  { ehr: "takes no such thing", quirks: {}, reason: "not-supported" },
  { ehr: "says no to this one", quirks: TASKS, status: 403, reason: "not-supported" },
  { ehr: "does not understand it", quirks: TASKS, status: 422, reason: "refused" },
])(
  "is with the clinic, and nobody’s error, where the EHR $ehr",
  async ({ quirks, status, reason }) => {
    const { portal, server, queue } = await opened(quirks);
    server.faults = ({ method }) =>
      status && method === "POST" ? { is: "status", status } : undefined;
    const asked = await portal.call("p1", ASK, { body: { words } });
    expect([asked.status, asked.body.writeBack]).toMatchObject([
      201,
      { state: "with-practice", reason, nextStep: "practice-will-do-it" },
    ]);
    expect(await queue()).toMatchObject([{ writeBack: { state: "with-practice" } }]);
    const enter = await portal.call("mia", "GET /api/practice/write-backs");
    expect([enter.status, enter.body.items]).toEqual([200, []]);
    const { body } = await portal.call("p1", "GET /api/write-backs");
    expect(body.items).toMatchObject([{ writeBack: { state: "with-practice" } }]);
  },
);

it("is with the clinic at once where no EHR is connected yet", async () => {
  const portal = openPortal({
    table: await freshTable(),
    clock: () => NOW,
    newId: (prefix) => `${prefix}_${crypto.randomUUID()}`,
    random: () => 0,
    ehr: () => {
      throw new EhrUnavailable("not-configured");
    },
    baseUrl: "",
  });
  await portal.signIn({ id: "p1" });
  const asked = await portal.call("p1", ASK, { body: { words } });
  expect(asked.body).toMatchObject({
    state: "waiting",
    writeBack: { state: "with-practice", reason: "not-supported" },
  });
  const { body } = await portal.call("p1", "GET /api/write-backs");
  expect(body.items).toMatchObject([{ writeBack: { state: "with-practice" } }]);
  expect([portal.rings, portal.errors]).toEqual([[], []]);
});
