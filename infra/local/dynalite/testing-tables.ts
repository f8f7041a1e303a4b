import { appendFileSync } from "node:fs";
import type { Input, Output } from "./engine.ts";
import { Tables } from "./tables.ts";

/** For tests: calls of DynamoDB's and of its streams. */
export const callsOf = (tables: Tables) => ({
  call: (operation: string, input: Input): Promise<Output> =>
    tables.answer("DynamoDB_20120810", operation, { TableName: "portal", ...input }),
  stream: (operation: string, input: Input): Promise<Output> =>
    tables.answer("DynamoDBStreams_20120810", operation, input),
});

/** A table with an index and a stream of everything. */
export const table = {
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "group"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by-group",
      KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
};

export const put = (pk: string, n: number, more: Input = {}) => ({
  Put: {
    TableName: "portal",
    Item: { pk: { S: pk }, n: { N: String(n) }, group: { S: "all" } },
    ...more,
  },
});

/** A program to be killed: writes the same number into two items of the folder named by its argument, over and over. */
if (process.argv[1] === import.meta.filename) {
  const [, , folder = "", told = ""] = process.argv;
  const { call } = callsOf(new Tables(folder));
  await call("CreateTable", table).catch(() => undefined);
  for (let n = 1; ; n++) {
    await call("TransactWriteItems", { TransactItems: [put("a", n), put("b", n)] });
    appendFileSync(told, `${n}\n`);
  }
}
