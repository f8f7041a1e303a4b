import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { decode } from "#functions/adapters/dynamo/items.ts";
import type { Stored } from "#functions/adapters/dynamo/table.ts";
import { provisionDemo } from "#infra/local/demo/provision.ts";
import type { EhrChoice } from "#infra/local/ehr.ts";
import { type Running, run } from "#infra/local/run.ts";
import { keepGrants, nothingDenied } from "#test/fixtures/grants.ts";
import { assembled } from "./assembled.ts";
import { type Person, personAt, signIn } from "./people.ts";

/** The whole product, running, and who uses it. */
export interface Product extends Running {
  /** Nobody: the same calls without a session. */
  readonly stranger: Person;
  signIn(email: string): Promise<Person>;
  /** What the simulator is told. */
  ehrControl(what: string, body?: unknown): Promise<void>;
  /** Every item of the table. */
  items(): Promise<Stored[]>;
}

/** Small, so that it starts at once; large enough for forty adults. */
const PATIENTS = 60;

/**
 * Starts the product as `npm start` does, on free ports in a folder of its own, with DynamoDB's conflicts injected.
 * @param change makes another template of the one that ships
 * @param lessened the change takes permissions away: that something is refused is what is tested
 */
export async function openProduct({
  change,
  lessened = false,
  patients = PATIENTS,
}: {
  change?: (template: string) => string;
  lessened?: boolean;
  patients?: number;
} = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-product-"));
  const dataDir = join(folder, "data");
  const ehr: EhrChoice = { kind: "simulator", port: 0, patients, seed: 1 };
  const running = await run({
    dataDir,
    cdkOut: await assembled(folder, change),
    ehr,
    inMemory: true,
    provision: async (portal) => {
      await provisionDemo(portal, { dataDir, ehr });
    },
  });
  return {
    ...running,
    stranger: personAt(running.origin),
    signIn: (email) => signIn(running.origin, email),
    ehrControl: (what, body) => tellEhr(running, what, body),
    items: () => itemsOf(running),
    async close() {
      if (!lessened) keepGrants(running);
      await running.close();
      rmSync(folder, { recursive: true, force: true });
      if (!lessened) nothingDenied(running);
    },
  };
}

async function tellEhr({ ehrAdminUrl }: Running, what: string, body: unknown): Promise<void> {
  const [method = "", path = ""] = what.split(" ");
  const reply = await fetch(`${ehrAdminUrl}/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`${what} was answered with ${reply.status}.`);
}

async function itemsOf({ dynamoEndpoint, tableName }: Running): Promise<Stored[]> {
  const client = new DynamoDBClient({
    endpoint: dynamoEndpoint,
    region: "us-east-2",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const items: Stored[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName }))
    items.push(...Items.map(decode));
  return items;
}
