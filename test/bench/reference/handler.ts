import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { z } from "zod";

/** What one would write after the textbook: DocumentClient, classic zod, a logger. Ours is compared with it. */
export interface Request {
  readonly table: string;
  readonly session: string;
  readonly patient: string;
}

const Session = z.object({ account: z.string(), patient: z.string() });
const Visit = z.object({
  id: z.string(),
  start: z.string(),
  end: z.string(),
  status: z.string(),
  visitType: z.object({ id: z.string(), name: z.string() }),
  practitioner: z.object({ id: z.string(), name: z.string() }),
  location: z.object({ id: z.string(), name: z.string() }),
});
const logger = new Logger({ serviceName: "reference", logLevel: "ERROR" });

export function handlerOn(client: DynamoDBClient) {
  const documents = DynamoDBDocumentClient.from(client);
  /** The signed-in patient's visits: session, query, an audit item, JSON. */
  return async ({ table, session, patient }: Request): Promise<string> => {
    logger.info("visits.list", { patient });
    const TableName = table;
    const { Item } = await documents.send(
      new GetCommand({ TableName, Key: { pk: session, sk: "SESSION" }, ConsistentRead: true }),
    );
    if (Session.parse(Item).patient !== patient) throw new Error("not found");
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk and begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": patient, ":sk": "VISIT#" },
      }),
    );
    const items = z.array(Visit).parse(Items);
    await documents.send(
      new PutCommand({
        TableName,
        Item: { pk: `AUDIT#${patient}`, sk: `${Date.now()}#${Math.random()}`, action: "list" },
      }),
    );
    return JSON.stringify({ items });
  };
}

export const handler = handlerOn(new DynamoDBClient({}));
