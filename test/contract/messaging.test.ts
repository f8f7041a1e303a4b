import { expect, it } from "vitest";
import type { Quirks } from "#functions/ehr/testing/fake-fhir.ts";
import { NOW, openExportClinic } from "#test/fixtures/export-clinic.ts";
import { openNews } from "#test/fixtures/news.ts";
import { biopsy } from "#test/fixtures/release-clinic.ts";

const problem = (id: string, patient: string) => ({
  resourceType: "Condition",
  id,
  subject: { reference: `Patient/${patient}` },
  code: { text: "Asthma" },
});
const START = "POST /api/threads";
const words = "May I run with it?";
const COMMUNICATIONS = { creates: { Communication: ["identifier", "patient", "_lastUpdated"] } };

interface Reply {
  readonly words: string;
  readonly seen: number;
  readonly headers?: Record<string, string>;
}

async function opened(quirks: Partial<Quirks> = COMMUNICATIONS) {
  const withheld = biopsy("late", { issued: NOW, effectiveDateTime: NOW });
  const clinic = await openExportClinic(
    [problem("c1", "p1"), problem("c2", "p2"), withheld],
    quirks,
  );
  const { portal } = clinic;
  const staff = { kind: "staff" as const, patientId: undefined };
  const permissions = ["messages" as const];
  await portal.signIn({ id: "mia", name: "Mia Lane", ...staff, permissions });
  await portal.signIn({ id: "ola", name: "Ola Berg", ...staff, permissions });
  await portal.call("p1", "GET /api/records");
  await portal.call("p2", "GET /api/records");
  const queue = async () => (await portal.call("mia", "GET /api/practice/threads")).body.items;
  const at = (id: string, what: string) => `POST /api/practice/patients/p1/threads/${id}/${what}`;
  const reply = (who: string, id: string, { headers = {}, ...body }: Reply) =>
    portal.call(who, at(id, "messages"), { body, headers });
  const close = (id: string, seen: number) =>
    portal.call("mia", at(id, "close"), { body: { seen } });
  const thread = async (id: string) => (await portal.call("p1", `GET /api/threads/${id}`)).body;
  const say = (id: string, said: string, headers = {}) =>
    portal.call("p1", `POST /api/threads/${id}/messages`, { body: { words: said }, headers });
  return { ...clinic, queue, reply, close, thread, say };
}

it("a question about a record reaches the desk and the chart, is answered, read, and over", async () => {
  const { portal, server, queue, reply, close, thread, say } = await opened();
  const asked = await portal.call("p1", START, { body: { about: "Condition~c1", words } });
  const { id } = asked.body;
  expect(asked).toMatchObject({
    status: 201,
    body: {
      about: { id: "Condition~c1", section: "problems", title: "Asthma" },
      state: "waiting",
      messages: 1,
      unread: 0,
      said: [{ number: 1, by: "patient", words, writeBack: { state: "in-chart" } }],
    },
  });
  expect(await queue()).toMatchObject([{ id, waitingSince: NOW, last: { by: "patient", words } }]);
  const answered = await reply("mia", id, { words: "Yes, slowly.", seen: 1 });
  expect(answered).toMatchObject({ status: 201, body: { state: "answered", messages: 2 } });
  expect(await queue()).toEqual([]);
  const { body: list } = await portal.call("p1", "GET /api/threads");
  expect(list.items).toMatchObject([{ id, unread: 1, last: { words: "Yes, slowly." } }]);
  expect(await thread(id)).toMatchObject({
    unread: 1,
    said: [{ number: 1 }, { number: 2, by: "practice", name: "Mia Lane" }],
  });
  const read = await portal.call("p1", `POST /api/threads/${id}/read`, { body: { seen: 2 } });
  expect(read).toMatchObject({ status: 200, body: { unread: 0 } });
  expect((await say(id, "Thank you.")).body).toMatchObject({ state: "waiting", messages: 3 });
  expect((await close(id, 3)).body).toMatchObject({ state: "closed" });
  expect(await queue()).toEqual([]);
  expect((await say(id, "One more thing.")).body).toMatchObject({ state: "waiting", messages: 4 });
  expect(await queue()).toMatchObject([{ id }]);
  const charted = server.all("Communication");
  expect(charted.map(({ payload }) => payload)).toEqual(
    [words, "Yes, slowly.", "Thank you.", "One more thing."].map((contentString) => [
      { contentString },
    ]),
  );
  expect(charted[0]).toMatchObject({ about: [{ reference: "Condition/c1" }] });
});

it("names nothing that its patient can't see, and nobody reads another's", async () => {
  const { portal, reply } = await opened();
  const ask = async (about: string) =>
    (await portal.call("p1", START, { body: { about, words } })).body;
  const strip = ({ instance: _own, ...body }: Record<string, unknown>) => body;
  const none = strip(await ask("DiagnosticReport~none"));
  expect(none).toMatchObject({ status: 404 });
  for (const id of ["DiagnosticReport~late", "Condition~c2", "nothing"])
    expect(strip(await ask(id))).toEqual(none);
  expect((await portal.call("p1", "GET /api/threads")).body.items).toEqual([]);
  const { id } = (await portal.call("p1", START, { body: { words } })).body;
  const others = [
    `GET /api/threads/${id}`,
    `POST /api/threads/${id}/messages`,
    `POST /api/threads/${id}/read`,
  ];
  for (const what of others) {
    const body = {
      ...(what.endsWith("messages") ? { words } : {}),
      ...(what.endsWith("read") ? { seen: 1 } : {}),
    };
    const { status } = await portal.call("p2", what, what.startsWith("GET") ? {} : { body });
    expect(status, what).toBe(404);
  }
  // A carer reads the chart, and not what its patient writes.
  expect((await portal.call("carer", "GET /api/threads?patientId=p1")).status).not.toBe(200);
  expect((await portal.call("carer", `GET /api/threads/${id}?patientId=p1`)).status).not.toBe(200);
  const elsewhere = `POST /api/practice/patients/p2/threads/${id}/messages`;
  expect((await portal.call("mia", elsewhere, { body: { words, seen: 1 } })).status).toBe(404);
  expect((await reply("p1", id, { words, seen: 1 })).status).toBe(403);
});

it("the same key is one message; twenty conversations may wait, and two hundred messages stand in one", async () => {
  const { portal, say, thread, reply } = await opened({});
  const headers = { "idempotency-key": "once" };
  const ids = new Set<string>();
  for (let n = 0; n < 2; n++)
    ids.add((await portal.call("p1", START, { body: { words }, headers })).body.id);
  expect(ids.size).toBe(1);
  const [id = ""] = ids;
  const more = { "idempotency-key": "more" };
  for (let n = 0; n < 2; n++) expect((await say(id, "More.", more)).status).toBe(201);
  const desk = { "idempotency-key": "desk" };
  for (let n = 0; n < 2; n++)
    expect((await reply("mia", id, { words: "Yes.", seen: 2, headers: desk })).body.messages).toBe(
      3,
    );
  expect((await thread(id)).said).toHaveLength(3);
  for (let n = 0; n < 20; n++)
    expect((await portal.call("p1", START, { body: { words } })).status).toBe(201);
  expect((await portal.call("p1", START, { body: { words } })).status).toBe(429);
  for (let n = 3; n < 200; n++) expect((await say(id, `${n}`)).status).toBe(201);
  expect((await say(id, "201")).status).toBe(429);
  expect((await thread(id)).said.map(({ number }: { number: number }) => number)).toEqual(
    Array.from({ length: 200 }, (_, at) => at + 1),
  );
});

it("two at the desk: whoever has not read the other's answer is told so, and nothing is said twice", async () => {
  const { portal, reply, close, thread, say, queue } = await opened();
  const { id } = (await portal.call("p1", START, { body: { words } })).body;
  const both = await Promise.all(
    ["mia", "ola"].map((who) => reply(who, id, { words: `From ${who}`, seen: 1 })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(both.find(({ status }) => status === 409)?.body.code).toBe("work.changed");
  await say(id, "And then?");
  expect((await reply("mia", id, { words: "Late.", seen: 2 })).body.code).toBe("work.changed");
  expect((await close(id, 2)).body.code).toBe("work.changed");
  expect((await thread(id)).said).toHaveLength(3);
  expect(await queue()).toMatchObject([{ id, messages: 3 }]);
});

it("what patient and practice write at once both stands, each once", async () => {
  const { portal, reply, thread, say } = await opened();
  const { id } = (await portal.call("p1", START, { body: { words } })).body;
  const [, answered] = await Promise.all([
    say(id, "I forgot:"),
    reply("mia", id, { words: "Yes.", seen: 1 }),
  ]);
  const { said } = await thread(id);
  expect(said.filter((one: { words: string }) => one.words === "I forgot:")).toHaveLength(1);
  expect(said).toHaveLength(answered.status === 201 ? 3 : 2);
});

it("an answer that came while the patient read is still new", async () => {
  const { portal, reply, thread } = await opened();
  const { id } = (await portal.call("p1", START, { body: { words } })).body;
  await reply("mia", id, { words: "First.", seen: 1 });
  await reply("mia", id, { words: "Second.", seen: 2 });
  await portal.call("p1", `POST /api/threads/${id}/read`, { body: { seen: 2 } });
  expect(await thread(id)).toMatchObject({ unread: 1 });
  await portal.call("p1", `POST /api/threads/${id}/read`, { body: { seen: 1 } });
  expect(await thread(id)).toMatchObject({ unread: 1 });
});

it("messages reach the chart in their order, once, also where replies get lost", async () => {
  const { portal, server, thread, say, skip } = await opened();
  const { id } = (await portal.call("p1", START, { body: { words } })).body;
  server.faults = ({ method }) => (method === "POST" ? { is: "drop-after" } : undefined);
  await say(id, "Second.");
  await say(id, "Third.");
  expect((await thread(id)).said).toMatchObject([
    { writeBack: { state: "in-chart" } },
    { writeBack: { state: "saved" } },
    { writeBack: { state: "saved" } },
  ]);
  server.faults = () => undefined;
  for (let n = 0; n < 4; n++) {
    skip(60);
    await portal.drain();
  }
  const charted = server.all("Communication").map(({ payload }) => payload);
  expect(charted).toEqual([words, "Second.", "Third."].map((contentString) => [{ contentString }]));
  for (const { writeBack } of (await thread(id)).said)
    expect(writeBack).toMatchObject({ state: "in-chart" });
});

it("stays with the practice, and is nobody's error, where the EHR takes no messages", async () => {
  const { portal, queue } = await opened({});
  const asked = await portal.call("p1", START, { body: { words } });
  expect(asked.body.said).toMatchObject([
    { writeBack: { state: "with-practice", reason: "not-supported" } },
  ]);
  expect(await queue()).toMatchObject([{ id: asked.body.id }]);
});

it("the patient hears once that there is something new, however much is written before they look, and not what", async () => {
  const clinic = await openNews();
  const { portal } = clinic;
  await portal.signIn({
    id: "mia",
    kind: "staff",
    patientId: undefined,
    permissions: ["messages"],
  });
  await clinic.carer("helper", ["records:read", "appointments:read"]);
  clinic.until(10);
  await clinic.heard();
  const { id } = (await portal.call("p1", START, { body: { words } })).body;
  expect(await clinic.heard()).toEqual([]);
  const reply = (seen: number) =>
    portal.call("mia", `POST /api/practice/patients/p1/threads/${id}/messages`, {
      body: { words: "Canary reply.", seen },
    });
  await reply(1);
  await clinic.sweep();
  expect(JSON.stringify(clinic.told)).not.toMatch(/Canary reply|run with it/);
  expect((await clinic.heard()).map((one) => one.split(" ")[0]).sort()).toEqual(["email", "sms"]);
  clinic.skip(0.1);
  await reply(2);
  expect(await clinic.heard()).toEqual([]);
  await portal.call("p1", `POST /api/threads/${id}/read`, { body: { seen: 3 } });
  clinic.skip(1);
  await reply(3);
  await portal.call("p1", `POST /api/threads/${id}/read`, { body: { seen: 4 } });
  // They looked by themselves before it went out.
  expect(await clinic.heard()).toEqual([]);
  clinic.skip(1);
  await reply(4);
  expect((await clinic.heard()).some((one) => one.startsWith("email"))).toBe(true);
});
