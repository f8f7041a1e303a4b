import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll } from "vitest";
import { dynamoTable, type Table } from "./table.ts";

/** The emulator behind a test file: started by the first table, ended after the last test. */
interface Emulator {
  readonly process: ChildProcess;
  readonly endpoint: string;
}

const START_TRIES = 5;
let running: Promise<Emulator> | undefined;
let tables = 0;

const emulator = (): Promise<Emulator> => {
  running ??= start();
  return running;
};

/** A table of its own, empty, with the index; nothing a test does is seen by another. */
export async function freshTable(): Promise<Table> {
  const { client, name } = await freshStore();
  return dynamoTable({ client, name });
}

/** The same with its name and client, for tests that look beneath the table or put a proxy before it. */
export async function freshStore(): Promise<{
  client: DynamoDBClient;
  name: string;
  endpoint: string;
}> {
  const { endpoint } = await emulator();
  const client = clientOf(endpoint);
  tables += 1;
  const name = `table-${tables}`;
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
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
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

async function start(): Promise<Emulator> {
  const binary = createRequire(import.meta.url).resolve("@dynoxide/linux-x64/dynoxide");
  for (let tries = 0; tries < START_TRIES; tries++) {
    // The emulator can't pick a port and say which: another worker may take this one first, so it is tried again.
    const port = await freePort();
    const process = spawn(binary, ["serve", "--host", "127.0.0.1", "--port", String(port)], {
      stdio: "ignore",
    });
    const endpoint = `http://127.0.0.1:${port}`;
    if (await answers(endpoint, process)) return { process, endpoint };
    process.kill("SIGKILL");
  }
  throw new Error("The DynamoDB emulator did not start.");
}

async function answers(endpoint: string, process: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline && process.exitCode === null) {
    const up = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    // Whoever answers must be ours: a child that lost the port to a stranger has exited by now.
    if (up) return sleep(5).then(() => process.exitCode === null);
    await sleep(5);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function stop(): Promise<void> {
  const started = await running;
  running = undefined;
  if (!started || started.process.exitCode !== null) return;
  const ended = once(started.process, "exit");
  started.process.kill("SIGKILL");
  await ended;
}

afterAll(stop);
process.once("exit", () => {
  running?.then(({ process: child }) => child.kill("SIGKILL")).catch(() => undefined);
});
