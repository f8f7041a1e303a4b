import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { Change, Condition, Item, Test } from "#ports/store.ts";
import type { Stored } from "./table.ts";

/** Everything but `data` is a top-level text or number, so that conditions and indexes can see it. */
export function encode(item: Item): Record<string, AttributeValue> {
  const { data, ...attributes } = item;
  return { ...encodeAttributes(attributes), data: { S: JSON.stringify(data) } };
}

export const encodeKey = (key: object): Record<string, AttributeValue> =>
  encodeAttributes(
    Object.fromEntries(
      Object.entries(key).filter(([name]) => ["pk", "sk", "gsi1pk", "gsi1sk"].includes(name)),
    ),
  );

function encodeAttributes(attributes: object): Record<string, AttributeValue> {
  const encoded: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) encoded[name] = attribute(value);
  return encoded;
}

const attribute = (value: unknown): AttributeValue =>
  typeof value === "number" ? { N: String(value) } : { S: String(value) };

const Attributes = z.object({
  pk: z.string(),
  sk: z.string(),
  version: z.optional(z.number()),
  requestId: z.optional(z.string()),
  gsi1pk: z.optional(z.string()),
  gsi1sk: z.optional(z.string()),
  owner: z.optional(z.string()),
  until: z.optional(z.string()),
  expiresAt: z.optional(z.number()),
  count: z.optional(z.number()),
});

export function decode(found: Record<string, AttributeValue>): Stored {
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(found))
    plain[name] = value.N === undefined ? value.S : Number(value.N);
  const { count, ...attributes } = Attributes.parse(plain);
  const text = plain["data"];
  return { ...attributes, data: typeof text === "string" ? JSON.parse(text) : count };
}

interface Expression {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** The condition as DynamoDB wants it: OR of ANDs over attribute tests. */
export function conditionOf(condition: Condition | undefined): Expression {
  if (!condition || condition.length === 0) return {};
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const one = (test: Test): string => {
    if (test === "absent") {
      names["#pk"] = "pk";
      return "attribute_not_exists(#pk)";
    }
    const [name, operator, value] = test;
    const placeholder = `:v${Object.keys(values).length}`;
    names[`#${name}`] = name;
    values[placeholder] = attribute(value);
    return `#${name} ${operator} ${placeholder}`;
  };
  const alternatives = condition.map((tests) => `(${tests.map(one).join(" AND ")})`);
  return {
    ConditionExpression: alternatives.join(" OR "),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}

export function transactItem(TableName: string, change: Change): TransactWriteItem {
  const when = conditionOf(change.when);
  if ("put" in change) return { Put: { TableName, Item: encode(change.put), ...when } };
  if ("remove" in change) return { Delete: { TableName, Key: encodeKey(change.remove), ...when } };
  return {
    ConditionCheck: {
      TableName,
      Key: encodeKey(change.check),
      ConditionExpression: when.ConditionExpression ?? "",
      ...when,
    },
  };
}

const Cancelled = z.object({
  name: z.literal("TransactionCanceledException"),
  CancellationReasons: z.array(z.object({ Code: z.optional(z.string()) })),
});

/** Which change's condition stopped a transaction; undefined when none did (a conflict, a throttle, anything else). */
export function refusedBy(error: unknown): number | undefined {
  const cancelled = Cancelled.safeParse(error);
  if (!cancelled.success) return undefined;
  const index = cancelled.data.CancellationReasons.findIndex(
    (reason) => reason.Code === "ConditionalCheckFailed",
  );
  return index < 0 ? undefined : index;
}
