import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import type {} from "#functions/adapters/dynamo/testing-table.ts";
import { type Engine, engineHere } from "./emulator.ts";
import { type Running, type RunOptions, run } from "./run.ts";
import { synthesiseFixture } from "./testing/fixture-stack.ts";

let folder: string;
let cdkOut: string;
let template: string;
let portal: Running | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "porchlight-again-"));
  cdkOut = await synthesiseFixture(folder);
  template = await readFile(join(cdkOut, "Fixture.template.json"), "utf8");
});
afterEach(async () => {
  await portal?.close();
  await writeFile(join(cdkOut, "Fixture.template.json"), template);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(dataDir: string, more: Partial<RunOptions> = {}): Promise<Running> {
  const conflicts = { rate: 0, seed: 1 };
  const options = { dataDir: join(folder, dataDir), cdkOut, stackName: "Fixture", conflicts };
  portal = await run({ ...options, ...more });
  return portal;
}

/** The template without one action, wherever a policy grants it. */
const without = (action: string) =>
  writeFile(
    join(cdkOut, "Fixture.template.json"),
    JSON.stringify(JSON.parse(template), (_, value) =>
      Array.isArray(value) && value.includes(action)
        ? value.filter((one) => one !== action)
        : value === action
          ? "none:None"
          : value,
    ),
  );

const answer = async (path: string, method = "GET") => {
  const reply = await fetch(`${portal?.origin}${path}`, { method });
  return { status: reply.status, text: await reply.text() };
};
const statuses = async () => ({
  put: (await answer("/api/items/item-1", "PUT")).status,
  get: (await answer("/api/items/item-1")).status,
  query: (await answer("/api/items")).status,
  transaction: (await answer("/api/transactions", "POST")).status,
  ring: (await answer("/api/ring", "POST")).status,
  secret: (await answer("/api/secret")).status,
});
const fine = { put: 204, get: 200, query: 200, transaction: 200, ring: 200, secret: 200 };

test.each([
  ["dynamodb:GetItem", { get: 500 }, /:table\/Fixture-Table\w+$/],
  ["dynamodb:ConditionCheckItem", { transaction: 500 }, /:table\/Fixture-Table\w+$/],
  ["dynamodb:Query", { query: 500 }, /:table\/Fixture-Table\w+\/index\/by-group$/],
  ["sqs:SendMessage", { ring: 500 }, /:Fixture-Queue\w+$/],
  [
    "secretsmanager:GetSecretValue",
    { secret: 500 },
    /:secret:porchlight\/connection\/fixture-\w+$/,
  ],
])("a role without %s fails exactly where it is needed", async (...[action, failing, resource]) => {
  await without(action);
  const running = await start("denied");
  expect(await statuses()).toEqual({ ...fine, ...failing });
  const [denial, ...others] = running.denials;
  expect(others).toEqual([]);
  expect(denial).toMatchObject({ function: expect.stringContaining("Portal"), action });
  expect(denial?.resource).toMatch(resource);
});

test("the denial's own words name function, action and resource", async () => {
  await without("dynamodb:GetItem");
  await start("denied");
  const { text } = await answer("/api/items/x");
  expect(JSON.parse(text)).toEqual({
    name: "AccessDeniedException",
    message: expect.stringMatching(
      /Fixture-Portal\w+ is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:/,
    ),
  });
});

test("a worker that may not read its sources gets nothing, and the denial says why", async () => {
  await without("dynamodb:GetShardIterator");
  expect((await start("denied")).denials).toMatchObject([{ action: "dynamodb:GetShardIterator" }]);
});

const engines: Engine[] = inject("longRun") ? ["dynoxide", "dynalite"] : [engineHere()];

test.each(engines)(
  "a kept data folder has its items, its secrets, and its place in the stream: %s",
  async (engine) => {
    const folderName = `kept-${engine}`;
    const first = await start(folderName, { engine });
    const secret = first.secrets.named("OriginSecret")?.value;
    await answer("/api/items/item-1", "PUT");
    const streamed = async () => (await answer("/api/items/count:stream")).text;
    await vi.waitFor(async () => expect(await streamed()).toContain('"N":"1"'), 5000);
    await first.close();

    const second = await start(folderName, { engine });
    expect(second.secrets.named("OriginSecret")?.value).toBe(secret);
    expect((await answer("/api/items/item-1")).text).toContain("item-1");
    await answer("/api/items/item-2", "PUT");
    await vi.waitFor(async () => expect(await streamed()).toContain('"N":"2"'), 5000);
  },
);

test("a data folder that the other engine filled is one sentence", async () => {
  const filled = { dynoxide: "dynamodb.sqlite", dynalite: "dynamodb.dynalite" } as const;
  for (const [engine, others] of [
    ["dynalite", filled.dynoxide],
    ["dynoxide", filled.dynalite],
  ] as const) {
    await mkdir(join(folder, engine));
    await writeFile(join(folder, engine, others), "");
    await expect(start(engine, { engine })).rejects.toThrow(
      `The data folder was filled by another DynamoDB engine than ${engine}.`,
    );
  }
});

test("injected conflicts reach the function as DynamoDB's own exceptions", async () => {
  await start("conflicts", { conflicts: { rate: 1, seed: 3 } });
  const { text } = await answer("/api/transactions", "POST");
  expect(JSON.parse(text).name).toMatch(
    /^(TransactionCanceled|Throttling|TransactionInProgress)Ex/,
  );
});

test("a port that is taken is one sentence, and leaves nothing running", async () => {
  const { origin } = await start("taken");
  const options = { dataDir: join(folder, "other"), cdkOut, stackName: "Fixture" };
  const port = Number(new URL(origin).port);
  await expect(run({ ...options, port })).rejects.toThrow(
    `Port ${port} is taken by another program. Stop it, or set PORT to a free port.`,
  );
  await (await run(options)).close();
});
