import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { Problem } from "#domain/problem.ts";
import { ConditionFailed } from "#ports/store.ts";
import { dynamoAudits } from "./audits.ts";
import { dynamoEvents } from "./events.ts";
import { dynamoKeys } from "./keys.ts";
import { dynamoTable, type Table } from "./table.ts";
import { memoryClient } from "./testing-memory.ts";
import { type Mishap, proxyBefore } from "./testing-proxy.ts";
import { clientOf, freshStore } from "./testing-table.ts";

/** The same table twice: behind something that does these mishaps, and straight. */
interface Behind {
  readonly table: Table;
  readonly straight: Table;
  readonly seen: readonly string[];
}
type Mishaps = Record<string, Mishap[]>;

const emulated = (mishaps: Mishaps) => over(inject("dynamoEndpoint"), mishaps);
const onDynalite = (mishaps: Mishaps) => over(inject("dynaliteEndpoint"), mishaps);

async function over(engine: string, mishaps: Mishaps): Promise<Behind> {
  const { client, name, endpoint } = await freshStore(engine);
  const proxy = await proxyBefore(endpoint, mishaps);
  return {
    table: dynamoTable({ client: clientOf(proxy.endpoint), name }),
    straight: dynamoTable({ client, name }),
    seen: proxy.seen,
  };
}

async function inMemory(mishaps: Mishaps): Promise<Behind> {
  const seen: string[] = [];
  const client = memoryClient(async (operation) => {
    seen.push(operation);
    return mishaps[operation]?.shift();
  });
  const table = dynamoTable({ client, name: "memory" });
  return { table, straight: table, seen };
}

const key = { pk: "slot-1", sk: "CLAIM" };
const claim = (requestId: string) => ({ ...key, data: { by: requestId }, requestId });
const mineOrFree = (requestId: string) => [["absent"], [["requestId", "=", requestId]]] as const;

const conflict: Mishap = {
  error: "TransactionCanceledException",
  reasons: ["None", "TransactionConflict"],
};
const busy: Mishap[] = [
  conflict,
  { error: "TransactionInProgressException" },
  { error: "ThrottlingException" },
  conflict,
];

const stores: [string, (mishaps: Mishaps) => Promise<Behind>][] = [
  ["the emulator", emulated],
  ["memory", inMemory],
];
if (inject("longRun")) stores.push(["dynalite", onDynalite]);

describe.each(stores)("a table on %s", (_, behind) => {
  const fresh = async () => (await behind({})).straight;

  test("an item comes back as it was put", async () => {
    const table = await fresh();
    await table.apply({ put: { ...key, data: { x: [1, "two", null] }, version: 3, until: "z" } });
    expect(await table.get(key)).toEqual({
      ...key,
      data: { x: [1, "two", null] },
      version: 3,
      until: "z",
    });
    expect(await table.get({ ...key, sk: "other" })).toBeUndefined();
  });

  test("a lost reply to a conditional put does not tell the winner that it lost", async () => {
    const { table, straight, seen } = await behind({ PutItem: ["lose-reply"] });
    await table.apply({ put: claim("r-1"), when: mineOrFree("r-1") });
    expect(seen).toEqual(["PutItem", "PutItem"]);
    expect((await straight.get(key))?.data).toEqual({ by: "r-1" });
    const lost = table.apply({ put: claim("r-2"), when: mineOrFree("r-2") });
    await expect(lost).rejects.toBeInstanceOf(ConditionFailed);
  });

  test("without the request in the condition the winner is told that it lost: the test above is not idle", async () => {
    const { table } = await behind({ PutItem: ["lose-reply"] });
    const naive = table.apply({ put: claim("r-1"), when: [["absent"]] });
    await expect(naive).rejects.toBeInstanceOf(ConditionFailed);
  });

  test("a lost reply to a transaction is carried out once and answered as done", async () => {
    const { table, straight } = await behind({ TransactWriteItems: ["lose-reply"] });
    const otherwise = new Problem("appointments.slot-taken");
    await table.transact([{ put: claim("r-1"), when: [["absent"]], otherwise }], randomUUID());
    expect((await straight.get(key))?.data).toEqual({ by: "r-1" });
  });

  test("an idempotency record, an event and an audit entry survive a lost reply", async () => {
    const { table } = await behind({ PutItem: ["lose-reply", "lose-reply", "lose-reply"] });
    const record = { hash: "h", entityId: "e", status: 201, at: 1 };
    await table.apply(dynamoKeys(table).record("acc", "key", { ...record, requestId: "r-1" }));
    const by = { requestId: "r-1", now: "2026-11-20T15:00:00.000Z" };
    expect(await dynamoEvents(table).first("event", by)).toBe(true);
    await dynamoAudits(table).write({
      id: "aud_1",
      at: by.now,
      practiceId: "demo",
      actor: { id: "acc", kind: "patient" },
      relation: "self",
      action: "GET /api/x",
      patients: [],
      outcome: "done",
    });
  });

  test("conflicts are no refusals: a transaction is tried again until it is through", async () => {
    const { table, straight, seen } = await behind({ TransactWriteItems: [...busy] });
    await table.transact([{ put: claim("r-1"), when: [["absent"]] }], randomUUID());
    expect(await straight.get(key)).toBeDefined();
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  test("a transaction that never gets through is 'unavailable', not a refusal", async () => {
    const always = Array.from({ length: 40 }, () => conflict);
    const { table, straight } = await behind({ TransactWriteItems: always });
    const otherwise = new Problem("appointments.slot-taken");
    const tried = table.transact(
      [{ put: claim("r-1"), when: [["absent"]], otherwise }],
      randomUUID(),
    );
    await expect(tried).rejects.toMatchObject({ code: "unavailable" });
    expect(await straight.get(key)).toBeUndefined();
  });

  test("single writes meet transactions too, and are tried again", async () => {
    const met: Mishap = { error: "TransactionConflictException" };
    const { table, straight } = await behind({
      PutItem: [met, met],
      UpdateItem: [met],
      DeleteItem: [met],
    });
    await table.apply({ put: claim("r-1"), when: [["absent"]] });
    expect(await table.increment({ pk: "count", sk: "1" }, 99)).toBe(1);
    await table.apply({ remove: key });
    expect(await straight.get(key)).toBeUndefined();
  });

  test("the refusal is that of the change whose condition failed", async () => {
    const table = await fresh();
    await table.apply({ put: { pk: "b", sk: "b", data: 1 } });
    const changes = ["a", "b", "c"].map((pk) => ({
      put: { pk, sk: pk, data: 2 },
      when: [["absent"]] as const,
      otherwise: new Error(`not ${pk}`),
    }));
    await expect(table.transact(changes, randomUUID())).rejects.toThrow("not b");
    expect(await table.get({ pk: "a", sk: "a" })).toBeUndefined();
  });

  test("of many who want one item at once, one gets it", async () => {
    const table = await fresh();
    const tries = Array.from({ length: 40 }, (_, index) =>
      table.transact([{ put: claim(`r-${index}`), when: mineOrFree(`r-${index}`) }], randomUUID()),
    );
    const won = (await Promise.allSettled(tries)).filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
  });

  test("a query pages through a partition, either way, by prefix or between", async () => {
    const table = await fresh();
    for (const sk of ["a1", "a2", "a3", "b1"])
      await table.apply({ put: { pk: "p", sk, data: sk } });
    const first = await table.query({ pk: "p", limit: 3 });
    const rest = await table.query({ pk: "p", after: first.next });
    expect([...first.items, ...rest.items].map(({ sk }) => sk)).toEqual(["a1", "a2", "a3", "b1"]);
    const newest = await table.query({ pk: "p", prefix: "a", newestFirst: true, limit: 1 });
    expect(newest.items.map(({ sk }) => sk)).toEqual(["a3"]);
    const between = await table.query({ pk: "p", between: ["a2", "b1"] });
    expect(between.items).toHaveLength(3);
  });

  test("a batch of more than a hundred keys is read whole", async () => {
    const table = await fresh();
    const keys = Array.from({ length: 130 }, (_, index) => ({ pk: `k${index}`, sk: "x" }));
    await Promise.all(keys.map((each) => table.apply({ put: { ...each, data: 1 } })));
    expect(await table.batchGet([...keys, { pk: "none", sk: "x" }])).toHaveLength(130);
    expect(await table.batchGet([])).toEqual([]);
  });

  test("a query of the index sees items by its keys, and those that left it no more", async () => {
    const table = await fresh();
    const put = (sk: string, gsi1sk: string) =>
      table.apply({ put: { pk: "p", sk, data: sk, gsi1pk: "due", gsi1sk } });
    await put("a", "3");
    await put("b", "1");
    await put("c", "2");
    await table.apply({ put: { pk: "p", sk: "c", data: "c" } });
    const due = (more: object) => table.query({ pk: "due", index: "gsi1", ...more });
    expect((await due({})).items.map(({ sk }) => sk)).toEqual(["b", "a"]);
    const first = await due({ limit: 1, between: ["0", "9"] });
    const rest = await due({ after: first.next });
    expect(rest.items.map(({ sk }) => sk)).toEqual(["a"]);
  });

  test("a condition on what an item does not have: equal and less fail, unlike holds", async () => {
    const table = await fresh();
    await table.apply({ put: { ...key, data: 1 } });
    const tried = async (operator: "=" | "<" | "<>", value: string | number) =>
      table.apply({ put: { ...key, data: 2 }, when: [[["version", operator, value]]] }).then(
        () => true,
        () => false,
      );
    expect([await tried("=", 1), await tried("<", 1), await tried("<>", 1)]).toEqual([
      false,
      false,
      true,
    ]);
    await table.apply({ put: { ...key, data: 1, version: 9 } });
    expect([await tried("<", 10), await tried("<", "zzz")]).toEqual([true, false]);
  });

  test("a check in a transaction can stop it, and changes nothing itself", async () => {
    const table = await fresh();
    await table.apply({ put: { ...key, data: 1, owner: "us" } });
    const checked = (owner: string) =>
      table.transact(
        [{ check: key, when: [[["owner", "=", owner]]] }, { put: { pk: owner, sk: "x", data: 1 } }],
        randomUUID(),
      );
    await checked("us");
    await expect(checked("them")).rejects.toBeInstanceOf(ConditionFailed);
    expect(await table.get({ pk: "us", sk: "x" })).toBeDefined();
    expect(await table.get({ pk: "them", sk: "x" })).toBeUndefined();
    expect((await table.get(key))?.data).toBe(1);
  });

  test("a token says which transaction it was: the same again does nothing, another is refused", async () => {
    const table = await fresh();
    const token = randomUUID();
    await table.transact([{ put: claim("r-1") }], token);
    await table.apply({ remove: key });
    await table.transact([{ put: claim("r-1") }], token);
    expect(await table.get(key)).toBeUndefined();
    await expect(table.transact([{ put: claim("r-2") }], token)).rejects.toThrow();
  });

  test("what DynamoDB refuses: one item twice in a transaction, an item too large, an empty key", async () => {
    const table = await fresh();
    const twice = [{ put: claim("r-1") }, { put: claim("r-2") }];
    await expect(table.transact(twice, randomUUID())).rejects.toThrow();
    const large = { ...key, data: "x".repeat(400 * 1024) };
    await expect(table.apply({ put: large })).rejects.toThrow();
    await expect(table.apply({ put: { pk: "", sk: "x", data: 1 } })).rejects.toThrow();
  });

  test("a partition larger than a page is read on from where the page ended", async () => {
    const table = await fresh();
    const data = "x".repeat(300 * 1024);
    for (const sk of ["a", "b", "c", "d", "e"]) await table.apply({ put: { pk: "p", sk, data } });
    const first = await table.query({ pk: "p" });
    expect(first.items.length).toBeLessThan(5);
    const rest = await table.query({ pk: "p", after: first.next });
    expect(first.items.length + rest.items.length).toBe(5);
  });
});
