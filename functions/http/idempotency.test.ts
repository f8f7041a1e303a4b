import { beforeEach, expect, test } from "vitest";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import {
  type Call,
  caller,
  type TestKernel,
  testKernel,
} from "#functions/adapters/testing-kernel.ts";
import { runKeyed } from "./idempotency.ts";
import type { Kernel } from "./kernel.ts";
import { lambda } from "./lambda.ts";
import { notes, notesApi } from "./testing-notes.ts";

let house: TestKernel;
let call: ReturnType<typeof caller>;
let ada: string;
const kept = new Map<string, { id: string; text: string; patientId: string }>();
const serve = (kernel: Kernel) => caller(lambda(notesApi, notes(kernel, kept), kernel));

beforeEach(async () => {
  kept.clear();
  house = testKernel(await freshTable());
  call = serve(house.kernel);
  ada = await house.signIn();
});

const keyed = (more: Partial<Call> = {}): Call => ({
  route: "POST /api/notes",
  cookie: ada,
  body: { id: "note-1", text: "Bring the card." },
  headers: { "idempotency-key": "key-1" },
  ...more,
});

test("a replay answers with the note as it is now, not as it was", async () => {
  expect((await call(keyed())).status).toBe(201);
  kept.set("note-1", { id: "note-1", text: "Changed since.", patientId: "pat-ada" });
  const again = await call(keyed());
  expect(again.status).toBe(201);
  expect(again.body).toMatchObject({ text: "Changed since." });
});

test("the same key with other words, or for another chart, is refused", async () => {
  await call(keyed());
  const other = await call(keyed({ body: { id: "note-1", text: "Something else." } }));
  expect([other.status, other.code]).toEqual([422, "request.key-reused"]);
  const carer = await house.signIn({
    proxies: [
      {
        patientId: "pat-child",
        name: "Child",
        firstName: "Child",
        relationship: "child",
        scopes: ["appointments:act"],
      },
    ],
  });
  const body = { id: "note-1", text: "Bring the card.", patientId: "pat-child" };
  expect((await call(keyed({ cookie: carer, body }))).code).toBe("request.key-reused");
});

test("fields in another order are the same request; somebody else's key is another one", async () => {
  await call(keyed());
  expect((await call(keyed({ body: '{"text":"Bring the card.","id":"note-1"}' }))).status).toBe(
    201,
  );
  const ben = await house.signIn({ id: "acc_ben", patientId: "pat-ben" });
  expect((await call(keyed({ cookie: ben }))).code).toBe("appointments.slot-taken");
});

test("a refusal is not kept: the same key may try again", async () => {
  const refused = await call(keyed({ body: { id: "note-1", text: "" } }));
  expect(refused.status).toBe(422);
  const ben = await house.signIn({ id: "acc_ben", patientId: "pat-ben" });
  await call(keyed({ cookie: ben, body: { id: "note-2", text: "x" } }));
  const taken = { body: { id: "note-2", text: "y" } };
  expect((await call(keyed(taken))).status).toBe(409);
  expect((await call(keyed(taken))).status).toBe(409);
  expect((await call(keyed())).status).toBe(201);
});

test("twins side by side have one effect and the same answer", async () => {
  for (let round = 0; round < 10; round++) {
    const twin = keyed({
      body: { id: `note-${round}`, text: "Twice." },
      headers: { "idempotency-key": `key-${round}` },
    });
    const answers = await Promise.all(Array.from({ length: 6 }, () => call(twin)));
    const seen = answers.map(({ status, body }) => JSON.stringify([status, body]));
    expect(new Set(seen)).toEqual(
      new Set([
        JSON.stringify([201, { id: `note-${round}`, text: "Twice.", patientId: "pat-ada" }]),
      ]),
    );
  }
  expect(kept.size).toBe(10);
  expect(house.errors).toEqual([]);
});

test("a twin that lost at the very end gets the winner's answer, and leaves an audit entry of its own", async () => {
  const first = await call(keyed());
  const { keys } = house.kernel;
  let reads = 0;
  const late: Kernel["keys"] = {
    ...keys,
    read: (account, key) => {
      reads += 1;
      return reads === 1 ? Promise.resolve(undefined) : keys.read(account, key);
    },
  };
  const twin = await serve({ ...house.kernel, keys: late })(keyed());
  expect([twin.status, twin.body]).toEqual([201, first.body]);
  expect(await house.audits()).toMatchObject([{ outcome: "done" }, { outcome: "done" }]);
});

test("a twin whose first was taken back meanwhile may try again; it is not told that nothing is there", async () => {
  await call(keyed());
  kept.clear();
  const { keys } = house.kernel;
  let reads = 0;
  const vanishing = {
    ...keys,
    read: (account: string, key: string) => {
      reads += 1;
      return reads === 1 ? keys.read(account, key) : Promise.resolve(undefined);
    },
  };
  const again = await serve({ ...house.kernel, keys: vanishing })(keyed());
  expect(again.code).toBe("request.in-progress");
});

test("a twin of a visit that is still on its way waits for what becomes of it", async () => {
  const record = { hash: "h", entityId: "apt_1", status: 201, at: Date.now() };
  const keys = { ...house.kernel.keys, read: async () => record };
  const states = ["saved", "in-chart"];
  const none = () => [];
  const { output } = await runKeyed({
    kernel: { ...house.kernel, keys },
    commitment: {
      ...{ changes: none, retraction: none, settlement: none },
      ...{ keyed() {}, withdrawn() {}, owed: () => undefined },
    },
    key: { key: "k", hash: "h" },
    accountId: "acc_ada",
    run: async () => "another visit",
    reread: async () => ({ writeBack: { state: states.shift() } }),
  });
  expect(output).toEqual({ writeBack: { state: "in-chart" } });
});
