import { type DynamoDBClient, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { Problem } from "#domain/problem.ts";
import { ConditionFailed } from "#ports/store.ts";
import { dynamoTable } from "./table.ts";
import { freshStore, freshTable } from "./testing-table.ts";

const key = { pk: "a", sk: "b" };

test("an item comes back as it was put", async () => {
  const table = await freshTable();
  await table.apply({ put: { ...key, data: { x: 1 } } });
  expect(await table.get(key)).toMatchObject({ ...key, data: { x: 1 } });
});

/** A table whose next writes meet somebody else's transaction, as often as told. */
async function contested(times: number) {
  const { client, name } = await freshStore();
  let left = times;
  meetConflicts(client, () => left-- > 0);
  return dynamoTable({ client, name });
}

function meetConflicts(client: DynamoDBClient, now: () => boolean): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      if (!now()) return next(args);
      throw new TransactionConflictException({ message: "Ongoing.", $metadata: {} });
    },
    { step: "initialize" },
  );
}

test("a lone write waits for the transaction in its way: that is no refusal", async () => {
  const table = await contested(3);
  await table.apply({ put: { ...key, data: 1 }, when: [["absent"]] });
  await expect(table.apply({ put: { ...key, data: 2 }, when: [["absent"]] })).rejects.toThrow(
    ConditionFailed,
  );
});

test("a counter met by transactions counts once", async () => {
  const table = await contested(3);
  expect(await table.increment(key, 1)).toBe(1);
  expect(await table.increment(key, 1)).toBe(2);
});

test("a write that never gets its turn is unavailable, not a failure of ours", async () => {
  const table = await contested(1000);
  const writes = [
    table.apply({ put: { ...key, data: 1 } }),
    table.increment(key, 1),
    table.transact([{ put: { ...key, data: 1 } }], "token"),
  ];
  for (const { status, reason } of (await Promise.allSettled(writes)) as PromiseRejectedResult[]) {
    expect([status, reason]).toEqual(["rejected", new Problem("unavailable")]);
  }
});
