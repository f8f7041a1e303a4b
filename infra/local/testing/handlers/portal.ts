import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";

/** A stand-in for the product's handlers: each route does one thing that the runner's tests look at. */

const env = z.parse(
  z.looseObject({ TABLE: z.string(), QUEUE: z.string(), SECRET: z.string(), ORIGIN: z.string() }),
  // biome-ignore lint/style/noProcessEnv: this is the edge of the bundle; it parses its environment here, once.
  process.env,
);
const table = new DynamoDBClient({ maxAttempts: 1 });
const queue = new SQSClient({});
const secrets = new SecretsManagerClient({});

type Act = (event: APIGatewayProxyEventV2) => Promise<object>;

const acts: Record<string, Act> = {
  "GET /api/echo/{id}": async (event) => ({
    statusCode: 201,
    headers: { "content-type": "application/json" },
    cookies: [
      "__Host-session=abc.def; Path=/; Secure; HttpOnly; SameSite=Lax",
      "theme=dark; Secure",
    ],
    body: JSON.stringify({ event, environment: env }),
  }),
  "POST /api/echo": async (event) => ({
    statusCode: 200,
    body: JSON.stringify({ base64: event.isBase64Encoded, size: event.body?.length ?? 0 }),
  }),
  "GET /api/echo/fixed": async () => ({ fixed: true }),
  "PUT /api/items/{id}": async (event) => {
    const Item = { pk: { S: String(event.pathParameters?.["id"]) }, gk: { S: "all" } };
    await table.send(new PutItemCommand({ TableName: env.TABLE, Item }));
    return { statusCode: 204 };
  },
  "GET /api/items/{id}": async (event) => {
    const Key = { pk: { S: String(event.pathParameters?.["id"]) } };
    return { item: (await table.send(new GetItemCommand({ TableName: env.TABLE, Key }))).Item };
  },
  "GET /api/items": async () => {
    const found = await table.send(
      new QueryCommand({
        TableName: env.TABLE,
        IndexName: "by-group",
        KeyConditionExpression: "gk = :g",
        ExpressionAttributeValues: { ":g": { S: "all" } },
      }),
    );
    return { count: found.Count };
  },
  "POST /api/transactions": async () => {
    const put = (pk: string) => ({ Put: { TableName: env.TABLE, Item: { pk: { S: pk } } } });
    const check = {
      ConditionCheck: {
        TableName: env.TABLE,
        Key: { pk: { S: "none" } },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    };
    await table.send(new TransactWriteItemsCommand({ TransactItems: [put("t1"), check] }));
    return { done: true };
  },
  "POST /api/ring": async (event) => {
    const MessageBody = event.body ?? "";
    return await queue.send(new SendMessageCommand({ QueueUrl: env.QUEUE, MessageBody }));
  },
  "GET /api/secret": async () => {
    const { SecretString } = await secrets.send(
      new GetSecretValueCommand({ SecretId: env.SECRET }),
    );
    return { secret: JSON.parse(SecretString ?? "{}") };
  },
  "GET /api/hang": () => new Promise(() => {}),
  "GET /api/spin": () => {
    for (;;) {}
  },
  "GET /api/throw": async () => {
    throw new TypeError("nobody expected this");
  },
  "GET /api/crash": () => {
    setTimeout(() => {
      throw new Error("outside of any handler");
    });
    return new Promise(() => {});
  },
};

export async function handler(event: APIGatewayProxyEventV2): Promise<object> {
  const act = acts[event.routeKey];
  if (!act) {
    throw new Error(`No act for ${event.routeKey}`);
  }
  try {
    return await act(event);
  } catch (error) {
    if (error instanceof Error && error.name.endsWith("Exception")) {
      return {
        statusCode: 500,
        body: JSON.stringify({ name: error.name, message: error.message }),
      };
    }
    throw error;
  }
}
