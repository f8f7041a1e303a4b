import { expect, test } from "vitest";
import { seededConflicts } from "./transaction-conflicts.ts";

const transaction = { TransactItems: [{}, {}, {}], ClientRequestToken: "t" };
const draw = (seed: number, operation: string, input: unknown = {}) => {
  const conflicts = seededConflicts(0.2, seed);
  return Array.from({ length: 2000 }, () => conflicts(operation, input));
};
const types = (refusals: ({ type: string } | undefined)[]) =>
  new Set(refusals.flatMap((refusal) => refusal?.type ?? []));

test("the same seed meets the same refusals, another seed others", () => {
  const codes = (seed: number) => draw(seed, "PutItem").map((refusal) => refusal?.type);
  expect(codes(7)).toEqual(codes(7));
  expect(codes(7)).not.toEqual(codes(8));
});

test("transactions meet every kind, about as often as asked", () => {
  const refusals = draw(1, "TransactWriteItems", transaction);
  const count = refusals.filter(Boolean).length;
  expect(count).toBeGreaterThan(320);
  expect(count).toBeLessThan(480);
  expect(types(refusals)).toEqual(
    new Set([
      "ThrottlingException",
      "TransactionInProgressException",
      "TransactionCanceledException",
    ]),
  );
});

test("a cancelled transaction says which item was to blame, as DynamoDB does", () => {
  const cancelled = draw(1, "TransactWriteItems", transaction).find(
    (refusal) => refusal?.type === "TransactionCanceledException",
  );
  const { CancellationReasons: reasons } = Object(cancelled?.details);
  expect(reasons).toHaveLength(3);
  const codes = reasons.map(({ Code }: { Code: string }) => Code).sort();
  expect(codes).toEqual(["None", "None", "TransactionConflict"]);
});

test("without a token no transaction can be in progress", () => {
  const refusals = draw(1, "TransactWriteItems", { TransactItems: [{}] });
  expect(types(refusals)).not.toContain("TransactionInProgressException");
});

test("reads are left alone, and so is everything at rate 0", () => {
  expect(types(draw(1, "GetItem"))).toEqual(new Set());
  expect(types(draw(1, "Query"))).toEqual(new Set());
  expect(seededConflicts(0, 1)("PutItem", {})).toBeUndefined();
});
