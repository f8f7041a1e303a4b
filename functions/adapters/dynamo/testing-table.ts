import { createHash, randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { inject } from "vitest";
import { dynamoTable, type Table } from "./table.ts";
import { memoryClient } from "./testing-memory.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The emulator of this test run (`test/emulator.setup.ts`). */
    dynamoEndpoint: string;
    /** In the long run the engine of machines that have no emulator (`infra/local/dynalite`). */
    dynaliteEndpoint: string;
    /** Whether tests go through it wherever they could (`npm run test:deep`). */
    longRun: boolean;
  }
}

/**
 * A table of its own, empty, with the index; nothing a test does is seen by another. In the short run it stands in this
 * process, held by `table.test.ts` to what the emulator does; in the long run on the emulator.
 */
export async function freshTable(): Promise<Table> {
  if (!inject("longRun")) return dynamoTable({ client: memoryClient(), name: "portal" });
  const { client, name } = await freshStore();
  const table = dynamoTable({ client, name });
  // A token is known to a whole account, and this table is one: another test's same token must not be a replay here.
  return { ...table, transact: (changes, token) => table.transact(changes, of(name, token)) };
}

const of = (name: string, token: string) =>
  createHash("sha256").update(`${name} ${token}`).digest("hex");

/** The same with its name and client, for tests that look beneath the table or put a proxy before it. */
export async function freshStore(endpoint: string = inject("dynamoEndpoint")): Promise<{
  client: DynamoDBClient;
  name: string;
  endpoint: string;
}> {
  const client = clientOf(endpoint);
  const name = `table-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      KeySchema: keys("pk", "sk"),
      GlobalSecondaryIndexes: [
        {
          IndexName: "gsi1",
          KeySchema: keys("gsi1pk", "gsi1sk"),
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  return { client, name, endpoint };
}

/** A client of the emulator, or of a proxy before it. */
export const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 4,
  });

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  { AttributeName: range, KeyType: "RANGE" as const },
];
