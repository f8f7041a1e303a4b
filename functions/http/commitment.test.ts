import { beforeEach, expect, test } from "vitest";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import { caller, type TestKernel, testKernel } from "#functions/adapters/testing-kernel.ts";
import type { Kernel } from "./kernel.ts";
import { lambda } from "./lambda.ts";
import { notes, notesApi } from "./testing-notes.ts";

let house: TestKernel;
let ada: string;
const serve = (kernel: Kernel) => caller(lambda(notesApi, notes(kernel, new Map()), kernel));
let call: ReturnType<typeof caller>;

beforeEach(async () => {
  house = testKernel(await freshTable());
  call = serve(house.kernel);
  ada = await house.signIn();
});

const make = { route: "POST /api/notes", body: { id: "note-1", text: "Bring the card." } };
const summary = async () =>
  (await house.audits()).map((entry) => {
    const { action, outcome, patients, code, relation } = entry as Record<string, unknown>;
    return { action, outcome, patients, code, relation };
  });

test("a write's entry goes with it, a read's follows it, each once", async () => {
  await call({ ...make, cookie: ada });
  await call({ route: "GET /api/notes/{id}", path: { id: "note-1" }, cookie: ada });
  expect((await summary()).sort((a, b) => (String(a.action) < String(b.action) ? -1 : 1))).toEqual([
    { action: "GET /api/notes/{id}", outcome: "done", patients: ["pat-ada"], relation: "self" },
    { action: "POST /api/notes", outcome: "done", patients: ["pat-ada"], relation: "self" },
  ]);
});

test("a list names every patient in it, once", async () => {
  const desk = await house.signIn({
    id: "acc_desk",
    kind: "staff",
    role: "front desk",
    permissions: ["schedule"],
  });
  await call({ route: "GET /api/board", cookie: desk });
  expect(await summary()).toEqual([
    { action: "GET /api/board", outcome: "done", patients: ["pat-1", "pat-2"], relation: "staff" },
  ]);
});

test("a refusal after a failed transaction leaves one entry, of the refusal", async () => {
  const ben = await house.signIn({ id: "acc_ben", patientId: "pat-ben" });
  await call({ ...make, cookie: ben });
  expect((await call({ ...make, cookie: ada })).status).toBe(409);
  expect((await summary()).filter(({ outcome }) => outcome === "refused")).toEqual([
    {
      action: "POST /api/notes",
      outcome: "refused",
      patients: ["pat-ada"],
      code: "appointments.slot-taken",
      relation: "self",
    },
  ]);
  expect(await summary()).toHaveLength(2);
});

test("a denial by role and one by relation are each on record, with no patient", async () => {
  await call({ route: "GET /api/board", cookie: ada });
  await call({ ...make, body: { ...make.body, patientId: "pat-other" }, cookie: ada });
  const denials = await summary();
  expect(denials.map(({ code }) => code).sort()).toEqual(["relation", "role"]);
  for (const denial of denials)
    expect(denial).toMatchObject({ outcome: "refused", patients: [], relation: "none" });
});

test("a denial is on record also where nobody's data would have been touched", async () => {
  const quietApi = { ...notesApi, board: { ...notesApi.board, touches: "nobody" as const } };
  const handlers = notes(house.kernel, new Map());
  const quiet = caller(lambda(quietApi, handlers as never, house.kernel));
  const desk = { id: "acc_desk", kind: "staff", permissions: ["schedule"] } as const;
  await quiet({ route: "GET /api/board", cookie: await house.signIn(desk) });
  expect(await summary()).toEqual([]);
  await quiet({ route: "GET /api/board", cookie: ada });
  expect(await summary()).toMatchObject([{ outcome: "refused", code: "role", patients: [] }]);
});

test("a bug after the transaction leaves the entry as it was committed, and no second one", async () => {
  const { store } = house.kernel;
  const failing = {
    ...store,
    transact: async (...given: Parameters<typeof store.transact>) => {
      await store.transact(...given);
      throw new Error("a bug after the commit");
    },
  };
  const reply = await serve({ ...house.kernel, store: failing })({ ...make, cookie: ada });
  expect(reply.status).toBe(500);
  expect(await summary()).toMatchObject([{ outcome: "done", patients: ["pat-ada"] }]);
});

test("without its entry nothing is answered", async () => {
  await call({ ...make, cookie: ada });
  const broken: Kernel = {
    ...house.kernel,
    audits: {
      ...house.kernel.audits,
      write: async () => {
        throw new Error("the store is full");
      },
    },
  };
  const read = { route: "GET /api/notes/{id}", path: { id: "note-1" }, cookie: ada };
  const reply = await serve(broken)(read);
  expect(reply.status).toBe(500);
  expect(JSON.stringify(reply.body)).not.toContain("Bring the card.");
});

test("sixteen reads of one chart at once are all answered, with an entry each", async () => {
  await call({ ...make, cookie: ada });
  const read = { route: "GET /api/notes/{id}", path: { id: "note-1" }, cookie: ada };
  const replies = await Promise.all(Array.from({ length: 16 }, () => call(read)));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  expect(await house.audits()).toHaveLength(17);
});

test("what touches nobody's data leaves no entry, nor does a stranger", async () => {
  await call({ route: "GET /api/mine", cookie: ada });
  await call({ route: "GET /api/notes/{id}", path: { id: "note-1" } });
  await call({ route: "POST /api/knock", body: { word: "x" } });
  expect(await house.audits()).toEqual([]);
});
