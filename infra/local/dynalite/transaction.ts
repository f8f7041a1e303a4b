import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { Input } from "./engine.ts";
import { DynamoRefusal, invalid, isOfType } from "./refusal.ts";
import type { Outcome, Rehearsal, Write } from "./rehearsal.ts";

const Part = z.record(z.string(), z.unknown());
const WriteItem = z.object({
  Put: z.optional(Part),
  Update: z.optional(Part),
  Delete: z.optional(Part),
  ConditionCheck: z.optional(Part),
});
const Request = z.object({
  TransactItems: z.array(z.unknown()),
  ClientRequestToken: z.optional(z.string()),
});

const mostItems = 100;
const operations = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  /** What a check asks is what a removal would ask; that the item then goes stays in the rehearsal. */
  ConditionCheck: "DeleteItem",
} as const;
const kinds = ["Put", "Update", "Delete", "ConditionCheck"] as const;

interface Step extends Write {
  changes: boolean;
}

interface Reason {
  Code: string;
  Message?: string;
  Item?: unknown;
}

/** A transaction as it was asked for, and a digest of it: the same token for another one is refused. */
export interface Asked {
  steps: Step[];
  token: { name: string; asked: string } | undefined;
}

export function readTransaction(input: Input): Asked {
  const parsed = z.safeParse(Request, input);
  const items = parsed.success ? parsed.data.TransactItems : [];
  if (items.length === 0 || items.length > mostItems) {
    throw invalid(`A transaction has from 1 to ${mostItems} items, and this one ${items.length}.`);
  }
  const name = parsed.data?.ClientRequestToken;
  const asked = createHash("sha256").update(JSON.stringify(items)).digest("hex");
  return { steps: items.map(stepOf), token: name ? { name, asked } : undefined };
}

function stepOf(item: unknown): Step {
  const parsed = z.safeParse(WriteItem, item);
  const [kind, ...others] = kinds.filter((one) => parsed.data?.[one]);
  const input = kind && parsed.data?.[kind];
  if (!input || others.length > 0) {
    throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  if (kind === "ConditionCheck" && !input["ConditionExpression"]) {
    throw invalid("The ConditionExpression of a ConditionCheck must not be null");
  }
  return { operation: operations[kind], input, changes: kind !== "ConditionCheck" };
}

/** What all of it would do. Rejects with a reason for each item as soon as one of them may not. */
export async function rehearse(steps: readonly Step[], rehearsal: Rehearsal): Promise<Outcome[]> {
  await refuseTwice(steps, rehearsal);
  const outcomes: Outcome[] = [];
  const reasons: Reason[] = [];
  for (const step of steps) {
    try {
      const outcome = await rehearsal.of(step);
      if (step.changes) outcomes.push(outcome);
      reasons.push({ Code: "None" });
    } catch (error) {
      reasons.push(await reasonOf(error, step, rehearsal));
    }
  }
  if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
  return outcomes;
}

async function refuseTwice(steps: readonly Step[], rehearsal: Rehearsal): Promise<void> {
  const seen = new Set<string>();
  for (const step of steps) {
    const { table, key } = await rehearsal.keyOf(step);
    const sorted = Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));
    seen.add(JSON.stringify([table, sorted]));
  }
  if (seen.size < steps.length) {
    throw invalid("Transaction request cannot include multiple operations on one item");
  }
}

/** Rejects with what is wrong with the request rather than with the item. */
async function reasonOf(error: unknown, step: Step, rehearsal: Rehearsal): Promise<Reason> {
  if (isOfType(error, "ConditionalCheckFailedException")) {
    const shown = step.input["ReturnValuesOnConditionCheckFailure"] === "ALL_OLD";
    const item = shown ? await rehearsal.standing(await rehearsal.keyOf(step)) : undefined;
    const told = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
    return { ...told, ...(item && { Item: item }) };
  }
  if (isOfType(error, "ValidationException") && !error.beforehand) {
    return { Code: "ValidationError", Message: error.message };
  }
  throw error;
}

function cancelled(reasons: Reason[]): DynamoRefusal {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new DynamoRefusal(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}
