import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent, ScheduledEvent, SQSEvent } from "aws-lambda";
import * as z from "zod/mini";

/** Counts what reaches it, by source; fails what says so. */

const { TABLE } = z.parse(
  z.looseObject({ TABLE: z.string() }),
  // biome-ignore lint/style/noProcessEnv: this is the edge of the bundle; it parses its environment here, once.
  process.env,
);
const table = new DynamoDBClient({});

export async function handler(event: SQSEvent | DynamoDBStreamEvent | ScheduledEvent) {
  if (!("Records" in event)) {
    await count("schedule", 1);
    return { fired: event };
  }
  const [first] = event.Records;
  if (first && "body" in first) {
    const messages = event.Records.filter((record) => "body" in record);
    const poisoned = messages.filter(({ body }) => body.includes("poison"));
    await count("queue", messages.length - poisoned.length);
    return { batchItemFailures: poisoned.map((one) => ({ itemIdentifier: one.messageId })) };
  }
  await count("stream", event.Records.length);
  return undefined;
}

async function count(source: string, by: number): Promise<void> {
  await table.send(
    new UpdateItemCommand({
      TableName: TABLE,
      Key: { pk: { S: `count:${source}` } },
      UpdateExpression: "ADD times :by",
      ExpressionAttributeValues: { ":by": { N: String(by) } },
    }),
  );
}
