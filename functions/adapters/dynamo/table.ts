import { setTimeout as sleep } from "node:timers/promises";
import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { Problem } from "#domain/problem.ts";
import { type Change, ConditionFailed, type Item, type Key, type Store } from "#ports/store.ts";
import { conditionOf, decode, encode, encodeKey, refusedBy, transactItem } from "./items.ts";

/** What an item looks like when read back; `data` still wants its schema. */
export type Stored = Item & { readonly data: unknown };

export interface Query {
  readonly pk: string;
  readonly index?: "gsi1";
  /** Sort keys that begin with this. */
  readonly prefix?: string;
  /** Sort keys in [from, to]. */
  readonly between?: readonly [from: string, to: string];
  readonly limit?: number;
  readonly newestFirst?: boolean;
  /** Strongly consistent (never on an index). */
  readonly consistent?: boolean;
  readonly after?: Position | undefined;
}

/** Where a query stopped: the last item's keys. */
export type Position = Key & {
  readonly gsi1pk?: string | undefined;
  readonly gsi1sk?: string | undefined;
};

/** The single table: everything the portal keeps goes through these few calls. */
export interface Table extends Store {
  get(key: Key): Promise<Stored | undefined>;
  /** Strongly consistent, in no particular order; missing items are left out. */
  batchGet(keys: readonly Key[]): Promise<Stored[]>;
  query(query: Query): Promise<{ items: Stored[]; next: Position | undefined }>;
  /** Adds to a counter item (1 unless told) and answers its new value. */
  increment(key: Key, expiresAt: number, by?: number): Promise<number>;
}

/** Tries of one write against conflicts: DynamoDB's SDK does not retry these by itself. */
const CONFLICT_TRIES = 6;

/** @param options.pause how the wait between two tries passes; real time unless told otherwise. */
export function dynamoTable(options: {
  client: DynamoDBClient;
  name: string;
  pause?: (ms: number) => Promise<unknown>;
}): Table {
  const { client, name: TableName, pause = sleep } = options;
  const target = { client, TableName, pause };
  return {
    async get(key) {
      const { Item: found } = await client.send(
        new GetItemCommand({ TableName, Key: encodeKey(key), ConsistentRead: true }),
      );
      return found && decode(found);
    },
    batchGet: (keys) => batchGet(target, keys),
    async query(query) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({ TableName, ...queryInput(query) }),
      );
      return { items: Items.map(decode), next: LastEvaluatedKey && decode(LastEvaluatedKey) };
    },
    async apply(change) {
      try {
        await againstConflicts(() => sendOne(target, change), pause);
      } catch (error) {
        if (nameOf(error) === "ConditionalCheckFailedException")
          throw change.otherwise ?? new ConditionFailed();
        throw error;
      }
    },
    async increment(key, expiresAt, by = 1) {
      const command = new UpdateItemCommand({
        TableName,
        Key: encodeKey(key),
        UpdateExpression: "ADD #count :one SET #expiresAt = :expiresAt",
        ExpressionAttributeNames: { "#count": "count", "#expiresAt": "expiresAt" },
        ExpressionAttributeValues: {
          ":one": { N: String(by) },
          ":expiresAt": { N: String(expiresAt) },
        },
        ReturnValues: "UPDATED_NEW",
      });
      const { Attributes } = await againstConflicts(() => client.send(command), pause);
      return Number(Attributes?.["count"]?.N ?? 0);
    },
    transact: (changes, token) => transact(target, changes, token),
  };
}

interface Target {
  readonly client: DynamoDBClient;
  readonly TableName: string;
  readonly pause: (ms: number) => Promise<unknown>;
}

async function batchGet(target: Target, keys: readonly Key[]): Promise<Stored[]> {
  const { client, TableName, pause } = target;
  let wanted: Record<string, AttributeValue>[] = keys.map(encodeKey);
  const found: Stored[] = [];
  for (let tries = 0; wanted.length > 0 && tries < CONFLICT_TRIES; tries++) {
    if (tries > 0) await pause(jitter(tries));
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: wanted.slice(0, 100), ConsistentRead: true } },
      }),
    );
    found.push(...(Responses?.[TableName] ?? []).map(decode));
    wanted = [...(UnprocessedKeys?.[TableName]?.Keys ?? []), ...wanted.slice(100)];
  }
  if (wanted.length > 0) throw new Problem("unavailable");
  return found;
}

async function transact(target: Target, changes: readonly Change[], token: string): Promise<void> {
  const command = new TransactWriteItemsCommand({
    TransactItems: changes.map((change) => transactItem(target.TableName, change)),
    ClientRequestToken: token.slice(0, 36),
  });
  try {
    await againstConflicts(() => target.client.send(command), target.pause);
  } catch (error) {
    const refused = refusedBy(error);
    if (refused === undefined) throw error;
    throw changes[refused]?.otherwise ?? new ConditionFailed();
  }
}

/** A conflict is not a refusal: someone else's write was in the way (DESIGN, conditional creates). */
async function againstConflicts<T>(write: () => Promise<T>, pause: Target["pause"]): Promise<T> {
  for (let tries = 1; tries <= CONFLICT_TRIES; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    await pause(jitter(tries));
  }
  throw new Problem("unavailable");
}

const jitter = (tries: number) => Math.random() * Math.min(400, 15 * 2 ** tries);
const nameOf = (error: unknown) => (error instanceof Error ? error.name : "");

const CONFLICTS = new Set([
  "TransactionCanceledException",
  "TransactionInProgressException",
  "TransactionConflictException",
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
]);
const isConflict = (error: unknown) =>
  CONFLICTS.has(nameOf(error)) && refusedBy(error) === undefined;

async function sendOne({ client, TableName }: Target, change: Change): Promise<void> {
  const when = conditionOf(change.when);
  if ("put" in change)
    await client.send(new PutItemCommand({ TableName, Item: encode(change.put), ...when }));
  else if ("remove" in change)
    await client.send(new DeleteItemCommand({ TableName, Key: encodeKey(change.remove), ...when }));
  else throw new TypeError("A lone check changes nothing.");
}

/** Nothing sorts behind it. */
const LAST = "\u{10FFFF}";

/** A prefix is a range as well: an engine that knows only ranges need not look at a whole partition. */
const rangeOf = ({ prefix, between }: Query): Query["between"] =>
  prefix ? [prefix, prefix + LAST] : between;

function queryInput(query: Query): Omit<QueryCommandInput, "TableName"> {
  const [pk, sk] = query.index ? ["gsi1pk", "gsi1sk"] : ["pk", "sk"];
  const ends = rangeOf(query);
  const range = ends
    ? {
        expression: " AND #sk BETWEEN :from AND :to",
        values: { ":from": { S: ends[0] }, ":to": { S: ends[1] } },
      }
    : { expression: "", values: {} };
  return {
    ...(query.index ? { IndexName: query.index } : { ConsistentRead: query.consistent ?? true }),
    KeyConditionExpression: `#pk = :pk${range.expression}`,
    ExpressionAttributeNames: { "#pk": pk, ...(range.expression ? { "#sk": sk } : {}) },
    ExpressionAttributeValues: { ":pk": { S: query.pk }, ...range.values },
    ScanIndexForward: !query.newestFirst,
    ...(query.limit ? { Limit: query.limit } : {}),
    ...(query.after ? { ExclusiveStartKey: encodeKey(query.after) } : {}),
  };
}
