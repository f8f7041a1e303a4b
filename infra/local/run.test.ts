import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { type Running, run } from "./run.ts";
import { synthesiseFixture } from "./testing/fixture-stack.ts";

let folder: string;
let portal: Running;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "porchlight-run-"));
  portal = await run({
    dataDir: join(folder, "data"),
    cdkOut: await synthesiseFixture(folder),
    stackName: "Fixture",
    inMemory: true,
    conflicts: { rate: 0, seed: 1 },
  });
});

afterAll(async () => {
  await portal?.close();
  await rm(folder, { recursive: true, force: true });
});

const Echo = z.object({
  event: z.looseObject({
    headers: z.record(z.string(), z.string()),
    cookies: z.optional(z.unknown()),
  }),
  environment: z.record(z.string(), z.string()),
});
const Items = z.object({
  item: z.optional(z.looseObject({ times: z.optional(z.object({ N: z.string() })) })),
});

const call = (path: string, init?: RequestInit) => fetch(`${portal.origin}${path}`, init);
const read = async (path: string) => (await call(path)).json();
const echo = async (path: string, init?: RequestInit) =>
  z.parse(Echo, await (await call(path, init)).json());
const counted = async (source: string) =>
  Number(z.parse(Items, await read(`/api/items/count:${source}`)).item?.times?.N ?? 0);

test("a route reaches its function with the event of an HTTP API behind CloudFront", async () => {
  const { event } = await echo("/api/echo/a%20b?x=1&x=2&y=%20", {
    headers: { "x-forwarded-for": "203.0.113.9", "x-origin-secret": "forged", accept: "a/b" },
  });
  expect(event).toMatchObject({
    version: "2.0",
    routeKey: "GET /api/echo/{id}",
    rawPath: "/api/echo/a%20b",
    rawQueryString: "x=1&x=2&y=%20",
    queryStringParameters: { x: "1,2", y: " " },
    pathParameters: { id: "a b" },
    requestContext: { http: { method: "GET" }, stage: "$default" },
    isBase64Encoded: false,
  });
  expect(event.headers).toMatchObject({
    accept: "a/b",
    "x-forwarded-for": "203.0.113.9, 127.0.0.1, 127.0.0.1",
    "x-viewer-host": new URL(portal.origin).host,
  });
});

test("the origin secret is the one the function was given, whatever the client sent", async () => {
  const { event, environment } = await echo("/api/echo/x");
  const [current, previous] = environment["ORIGIN"]?.split(",") ?? [];
  expect(current).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(previous).toBe("");
  expect(event.headers["x-origin-secret"]).toBe(current);
});

test("a function has the template's environment and Lambda's, and nothing of this machine's", async () => {
  const { environment } = await echo("/api/echo/x");
  const own = ["TABLE", "QUEUE", "SECRET", "ORIGIN", "ISSUER"];
  const lambda = Object.keys(environment).filter((name) => !own.includes(name));
  expect(lambda.every((name) => /^(AWS_|LAMBDA_TASK_ROOT$|_HANDLER$|TZ$)/.test(name))).toBe(true);
  expect(environment["AWS_REGION"]).toBe("us-west-2");
  expect(environment["ISSUER"]).toMatch(
    /^https:\/\/cognito-idp\.us-west-2\.amazonaws\.com\/us-west-2_/,
  );
});

test("the session cookie has its own name at the browser and __Host-session at the handler", async () => {
  const reply = await call("/api/echo/x", { headers: { cookie: "session=a.b; theme=light" } });
  expect(z.parse(Echo, await reply.json()).event.cookies).toEqual([
    "__Host-session=a.b",
    "theme=light",
  ]);
  expect(reply.headers.getSetCookie()).toEqual([
    "session=abc.def; Path=/; HttpOnly; SameSite=Lax",
    "theme=dark; Secure",
  ]);
});

test("a fixed path wins over a parameter, and an unknown one is API Gateway's own 404", async () => {
  expect(await read("/api/echo/fixed")).toEqual({ fixed: true });
  const missing = await call("/api/nowhere");
  expect(missing.status).toBe(404);
  expect(await missing.json()).toEqual({ message: "Not Found" });
  expect((await call("/api/items/x", { method: "DELETE" })).status).toBe(404);
  expect((await call("/api/echo/%zz")).status).toBe(400);
});

test("text arrives as text, anything else in base64", async () => {
  const send = async (type: string) => {
    const reply = await call("/api/echo", {
      method: "POST",
      headers: { "content-type": type },
      body: "abc",
    });
    return reply.json();
  };
  expect(await send("application/json")).toEqual({ base64: false, size: 3 });
  expect(await send("application/fhir+json; charset=utf-8")).toEqual({ base64: false, size: 3 });
  expect(await send("image/png")).toEqual({ base64: true, size: 4 });
  expect(await send("application/x-www-form-urlencoded")).toEqual({ base64: true, size: 4 });
});

test("a body over 10 MB is refused, announced or not", async () => {
  const big = Buffer.alloc(10 * 1024 * 1024 + 1, "x");
  const announced = await call("/api/echo", { method: "POST", body: big });
  expect(announced.status).toBe(413);
  expect(await announced.json()).toEqual({ message: "Request Entity Too Large" });
  const body = new Blob([big]).stream();
  const streamed = await call("/api/echo", { method: "POST", body, duplex: "half" } as RequestInit);
  expect(streamed.status).toBe(413);
});

test("DynamoDB, its index and transactions answer through the gateway", async () => {
  expect((await call("/api/items/one", { method: "PUT" })).status).toBe(204);
  expect(await read("/api/items/one")).toEqual({ item: { pk: { S: "one" }, gk: { S: "all" } } });
  expect(await read("/api/items")).toEqual({ count: 1 });
  expect(await (await call("/api/transactions", { method: "POST" })).json()).toEqual({
    done: true,
  });
});

test("a connection's secret says where the EHR is", async () => {
  expect(await read("/api/secret")).toMatchObject({
    secret: { baseUrl: "http://127.0.0.1:9/fhir" },
  });
});

test("a function that runs out of time is unavailable, waiting or spinning, and the next call works", async () => {
  for (const path of ["/api/hang", "/api/spin"]) {
    const reply = await call(path);
    expect([reply.status, await reply.json()]).toEqual([503, { message: "Service Unavailable" }]);
    expect((await call("/api/echo/x")).status).toBe(201);
  }
});

test("events that share a thread with one that times out still finish", async () => {
  const hanging = call("/api/hang");
  const others = await Promise.all(Array.from({ length: 5 }, () => call("/api/echo/x")));
  expect(others.every(({ status }) => status === 201)).toBe(true);
  expect((await hanging).status).toBe(503);
});

test("a function that throws or crashes is an error without detail, and starts again", async () => {
  for (const path of ["/api/throw", "/api/crash"]) {
    const reply = await call(path);
    expect([reply.status, await reply.json()]).toEqual([500, { message: "Internal Server Error" }]);
    expect((await call("/api/echo/x")).status).toBe(201);
  }
  const log = join(folder, "data/logs", `${portal.functions[0]?.name}.log`);
  expect(await readFile(log, "utf8")).toContain("nobody expected this");
});

test("a message reaches the mapped function; one that keeps failing ends in the dead-letter queue", async () => {
  const before = await counted("queue");
  await call("/api/ring", { method: "POST", body: "good" });
  await call("/api/ring", { method: "POST", body: "poison" });
  const dead = portal.queues.list().find(({ name }) => name.includes("Dead"));
  await vi.waitFor(() => expect(dead?.messages.map(({ body }) => body)).toEqual(["poison"]), 5000);
  expect(await counted("queue")).toBe(before + 1);
});

test("the table's stream reaches the mapped function, filtered", async () => {
  const before = await counted("stream");
  await call("/api/items/item-7", { method: "PUT" });
  await call("/api/items/other-7", { method: "PUT" });
  await vi.waitFor(async () => expect(await counted("stream")).toBe(before + 1), 5000);
});

test("a schedule fires at its local pace, and when told to", async () => {
  await vi.waitFor(async () => expect(await counted("schedule")).toBeGreaterThan(0), 5000);
  expect(await portal.fireSchedule("sweep")).toMatchObject({
    ok: true,
    result: { fired: { localRateSeconds: 1 } },
  });
});

test("nothing the fixture does was denied", () => {
  expect(portal.denials).toEqual([]);
});
