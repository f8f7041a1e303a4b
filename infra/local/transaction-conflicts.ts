import * as z from "zod/mini";
import { AwsRefusal } from "./aws-service.ts";

/** Decides whether one DynamoDB call is refused before it reaches the table, and how. */
export type Conflicts = (operation: string, input: unknown) => AwsRefusal | undefined;

const Transaction = z.object({
  TransactItems: z._default(z.array(z.unknown()), []),
  ClientRequestToken: z.optional(z.string()),
});

const writes = ["PutItem", "UpdateItem", "DeleteItem"];
const transactions = ["TransactWriteItems", "TransactGetItems"];

/**
 * Refusals that are no refusals: the service means "again, please". The emulator never raises them, so they are
 * injected here, by seed: the same seed and the same calls meet the same refusals. A refused call had no effect.
 */
export function seededConflicts(rate: number, seed: number): Conflicts {
  const next = mulberry32(seed);
  return (operation, input) => {
    if (rate <= 0 || !(writes.includes(operation) || transactions.includes(operation))) {
      return undefined;
    }
    return next() < rate ? refusal(operation, input, next()) : undefined;
  };
}

function refusal(operation: string, input: unknown, draw: number): AwsRefusal {
  if (draw < 0.25) {
    return new AwsRefusal(
      "ThrottlingException",
      "Throughput exceeds the current capacity of your table or index. (injected)",
    );
  }
  if (writes.includes(operation)) {
    return new AwsRefusal(
      "TransactionConflictException",
      "Transaction is ongoing for the item. (injected)",
    );
  }
  const { TransactItems, ClientRequestToken } = z.parse(Transaction, input);
  if (draw < 0.5 && ClientRequestToken) {
    return new AwsRefusal(
      "TransactionInProgressException",
      "The transaction with the given request token is already in progress. (injected)",
    );
  }
  return cancelled(TransactItems.length, draw);
}

/** As DynamoDB words it: one reason per item, `None` for those that were not the cause. */
function cancelled(items: number, draw: number): AwsRefusal {
  const culprit = Math.floor(draw * 1000) % Math.max(items, 1);
  const reasons = Array.from({ length: items }, (_, index) =>
    index === culprit
      ? { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" }
      : { Code: "None" },
  );
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new AwsRefusal(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}

/** A small generator with good spread; only repeatability matters here. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
