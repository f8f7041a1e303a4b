import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import type {} from "#functions/adapters/dynamo/testing-table.ts";
import type { Input } from "./engine.ts";
import { Journal } from "./journal.ts";
import { Tables } from "./tables.ts";
import { callsOf, put, table } from "./testing-tables.ts";

let folder: string;
let tables: Tables;
const call = (operation: string, input: Input) => callsOf(tables).call(operation, input);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-dynalite-"));
  tables = new Tables();
  await call("CreateTable", table);
});
afterEach(async () => {
  await tables.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The same with its items in the folder. */
async function kept(): Promise<void> {
  await tables.close();
  tables = new Tables(join(folder, "data"));
  await tables.ready();
}

const key = (pk: string) => ({ TableName: "portal", Key: { pk: { S: pk } } });
const numberAt = async (pk: string) => Object((await call("GetItem", key(pk)))["Item"]).n?.N;
const transact = (items: readonly unknown[], ClientRequestToken?: string) =>
  call("TransactWriteItems", { TransactItems: items, ClientRequestToken });
const refused = (done: Promise<unknown>) =>
  done.then(
    () => undefined,
    (error: unknown) => Object(error),
  );
const absent = { ConditionExpression: "attribute_not_exists(pk)" };
const one = { ":one": { N: "1" } };
const adding = (pk: string) => ({
  Update: { ...key(pk), UpdateExpression: "ADD n :one", ExpressionAttributeValues: one },
});

async function streamed(after?: string) {
  const { stream } = callsOf(tables);
  const { Streams } = await stream("ListStreams", { TableName: "portal" });
  const { StreamArn } = Object(Streams)[0];
  const place = after
    ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after }
    : { ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator } = await stream("GetShardIterator", { StreamArn, ...place });
  const { Records } = await stream("GetRecords", { ShardIterator });
  return Object(Records).map(
    ({ eventName, dynamodb }: { eventName: string; dynamodb: Record<string, never> }) => {
      const { Keys, NewImage, OldImage, SequenceNumber } = Object(dynamodb);
      const told = [eventName, Keys.pk.S, OldImage?.n?.N, NewImage?.n?.N];
      return { told, SequenceNumber };
    },
  );
}
const told = async (after?: string) =>
  (await streamed(after)).map((entry: { told: [] }) => entry.told);

test("a transaction puts, adds, removes and checks; none of it shows before all of it", async () => {
  await call("PutItem", put("old", 1).Put);
  await call("PutItem", put("gone", 1).Put);
  const check = { ConditionCheck: { ...key("none"), ...absent } };
  const done = transact([put("new", 7), adding("old"), { Delete: key("gone") }, check]);
  const seen = Promise.all(["new", "old", "gone"].map(numberAt));
  await done;
  expect(await seen).toEqual(["7", "2", undefined]);
  expect(await numberAt("none")).toBeUndefined();
});

test("a transaction that may not be has a reason for each item, and changes nothing", async () => {
  await call("PutItem", put("old", 1).Put);
  const why = await refused(
    transact([
      put("new", 7),
      put("old", 2, { ...absent, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
      { ConditionCheck: { ...key("none"), ConditionExpression: "attribute_exists(pk)" } },
    ]),
  );
  const Message = "The conditional request failed";
  expect(why).toMatchObject({
    type: "TransactionCanceledException",
    message: expect.stringMatching(/\[None, ConditionalCheckFailed, ConditionalCheckFailed\]$/),
  });
  expect(why.details.CancellationReasons).toEqual([
    { Code: "None" },
    { Code: "ConditionalCheckFailed", Message, Item: put("old", 1).Put.Item },
    { Code: "ConditionalCheckFailed", Message },
  ]);
  expect([await numberAt("new"), await numberAt("old")]).toEqual([undefined, "1"]);
  expect(await told()).toEqual([["INSERT", "old", undefined, "1"]]);
});

test("what is no transaction is refused as a whole: none, two of one item, a check of nothing, no such table", async () => {
  const types = async (items: readonly unknown[]) => (await refused(transact(items))).type;
  expect(await types([])).toBe("ValidationException");
  expect(await types([put("a", 1), { Delete: key("a") }])).toBe("ValidationException");
  expect(await types([{ ConditionCheck: key("a") }])).toBe("ValidationException");
  expect(await types([{ Delete: { ...key("a"), TableName: "none" } }])).toBe(
    "ResourceNotFoundException",
  );
  expect(await types(Array.from({ length: 101 }, (_, n) => put(`${n}`, 1)))).toBe(
    "ValidationException",
  );
});

test("a stream has each change once, in order, and goes on after any of them", async () => {
  await call("PutItem", put("a", 1).Put);
  await call("PutItem", put("a", 1).Put);
  await transact([put("b", 1), adding("a")]);
  await call("UpdateItem", { ...adding("b").Update, ReturnValues: "UPDATED_NEW" });
  await call("BatchWriteItem", {
    RequestItems: { portal: [{ DeleteRequest: { Key: key("a").Key } }] },
  });
  expect(await told()).toEqual([
    ["INSERT", "a", undefined, "1"],
    ["INSERT", "b", undefined, "1"],
    ["MODIFY", "a", "1", "2"],
    ["MODIFY", "b", "1", "2"],
    ["REMOVE", "a", "2", undefined],
  ]);
  const third = (await streamed())[2].SequenceNumber;
  expect(await told(third)).toEqual([
    ["MODIFY", "b", "1", "2"],
    ["REMOVE", "a", "2", undefined],
  ]);
});

test("a kept folder has its items, its stream and its tokens", async () => {
  await kept();
  await call("CreateTable", table);
  await transact([adding("a")], "token");
  const [first] = await streamed();
  await kept();
  await transact([adding("a")], "token");
  expect(await numberAt("a")).toBe("1");
  expect((await refused(transact([adding("b")], "token"))).type).toBe(
    "IdempotentParameterMismatchException",
  );
  await transact([adding("a")], "another");
  expect(await told(first.SequenceNumber)).toEqual([["MODIFY", "a", "1", "2"]]);
});

test("what was written down and not carried out is carried out at the next start, index and all", async () => {
  await kept();
  await call("CreateTable", table);
  await call("PutItem", put("a", 1).Put);
  await tables.close();
  const journal = new Journal(join(folder, "data", "journal.sqlite"));
  const about = (pk: string) => ({ table: "portal", key: key(pk).Key });
  const changes = [
    { ...about("a"), old: put("a", 1).Put.Item },
    { ...about("b"), new: put("b", 2).Put.Item },
  ];
  journal.append({ changes });
  journal.close();
  tables = new Tables(join(folder, "data"));
  const { Items } = await call("Query", {
    IndexName: "by-group",
    KeyConditionExpression: "#g = :g",
    ExpressionAttributeNames: { "#g": "group" },
    ExpressionAttributeValues: { ":g": { S: "all" } },
  });
  expect(Items).toEqual([put("b", 2).Put.Item]);
});

test.runIf(inject("longRun")).each([20, 60, 150])(
  "killed after %i transactions, both items of a transaction are there or neither, and nothing told is lost",
  async (enough) => {
    const written = join(folder, "told");
    const program = fileURLToPath(new URL("./testing-tables.ts", import.meta.url));
    const child = spawn(process.execPath, [program, join(folder, "data"), written], {
      stdio: "inherit",
    });
    const last = () =>
      existsSync(written) ? Number(readFileSync(written, "utf8").trim().split("\n").at(-1)) : 0;
    await vi.waitFor(() => expect(last()).toBeGreaterThan(enough), {
      timeout: 20_000,
      interval: 1,
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    await kept();
    const [a, b] = [await numberAt("a"), await numberAt("b")];
    expect(a).toBe(b);
    expect(Number(a)).toBeGreaterThanOrEqual(last());
    expect((await told()).at(-1)).toEqual([expect.any(String), "b", expect.any(String), b]);
  },
);
