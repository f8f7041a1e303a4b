import * as z from "zod/mini";
import { callDynamoDb, DynamoDbRefusal } from "./dynamodb-endpoint.ts";
import { StartProblem } from "./start-problem.ts";
import type { Stack } from "./template.ts";

const Index = z.object({
  IndexName: z.string(),
  KeySchema: z.array(z.unknown()),
  Projection: z.unknown(),
});

const Table = z.object({
  AttributeDefinitions: z.array(z.unknown()),
  KeySchema: z.array(z.unknown()),
  GlobalSecondaryIndexes: z.optional(z.array(Index)),
  LocalSecondaryIndexes: z.optional(z.array(Index)),
  StreamSpecification: z.optional(z.object({ StreamViewType: z.string() })),
  TimeToLiveSpecification: z.optional(
    z.object({ AttributeName: z.string(), Enabled: z.boolean() }),
  ),
});
type Table = z.infer<typeof Table>;

const Description = z.object({
  Table: z.object({
    GlobalSecondaryIndexes: z.optional(z.array(z.object({ IndexName: z.string() }))),
    StreamSpecification: z.optional(z.object({ StreamViewType: z.optional(z.string()) })),
  }),
});

export const tableTypes = ["AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"];

/** Creates what the template asks for and a kept data folder does not have yet. */
export async function createTables(stack: Stack, endpoint: string): Promise<void> {
  await Promise.all(
    stack
      .ids(...tableTypes)
      .map((id) => createTable(endpoint, stack.ref(id), stack.properties(id, Table))),
  );
}

async function createTable(endpoint: string, name: string, table: Table): Promise<void> {
  const call = (operation: string, input: Record<string, unknown>) =>
    callDynamoDb(endpoint, { operation, input: { TableName: name, ...input } });
  const { TimeToLiveSpecification, StreamSpecification, ...shape } = table;
  try {
    await call("CreateTable", {
      ...shape,
      BillingMode: "PAY_PER_REQUEST",
      ...(StreamSpecification && { StreamSpecification: enabled(StreamSpecification) }),
    });
  } catch (error) {
    if (!(error instanceof DynamoDbRefusal && error.type === "ResourceInUseException")) {
      throw error;
    }
    await extendTable(name, table, call);
    return;
  }
  if (TimeToLiveSpecification) {
    await call("UpdateTimeToLive", { TimeToLiveSpecification });
  }
}

type Call = (operation: string, input: Record<string, unknown>) => Promise<unknown>;

/** A newer template may have gained an index or a stream. Anything else it changed needs an empty folder. */
async function extendTable(name: string, table: Table, call: Call): Promise<void> {
  const { Table: existing } = z.parse(Description, await call("DescribeTable", {}));
  const has = new Set(existing.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  const missing = (table.GlobalSecondaryIndexes ?? []).filter((index) => !has.has(index.IndexName));
  try {
    for (const index of missing) {
      await call("UpdateTable", {
        AttributeDefinitions: table.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      });
    }
    if (table.StreamSpecification && !existing.StreamSpecification?.StreamViewType) {
      await call("UpdateTable", { StreamSpecification: enabled(table.StreamSpecification) });
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartProblem(
      `The kept table ${name} cannot be brought to this version (${why}). Start with --fresh to empty the data folder.`,
    );
  }
}

const enabled = (stream: { StreamViewType: string }) => ({
  StreamEnabled: true,
  StreamViewType: stream.StreamViewType,
});
