import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { nothingDenied } from "#test/fixtures/grants.ts";
import { book, openTimes, type Person, password } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

const Template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Properties: z.optional(z.unknown()) })),
});

/** One permission less in each of four functions, and one route less. */
function lessened(text: string): string {
  const template = Template.parse(JSON.parse(text));
  for (const [policy, action] of [
    ["AppointmentsApiPolicy", "dynamodb:DeleteItem"],
    ["PracticeApiPolicy", "dynamodb:PutItem"],
    ["WebhooksApiPolicy", "sqs:SendMessage"],
    ["WritebackWorkerPolicy", "secretsmanager:GetSecretValue"],
  ] as const) {
    const { [policy]: found } = template.Resources;
    const without = JSON.stringify(found).replace(`"${action}"`, '"none:None"');
    expect(without, policy).toContain("none:None");
    template.Resources[policy] = JSON.parse(without);
  }
  delete template.Resources["AppointmentsCalendarRoute"];
  return JSON.stringify(template);
}

let portal: Product;
let ada: Person;

beforeAll(async () => {
  portal = await openProduct({ change: lessened, lessened: true });
  ada = await portal.signIn("ada@example.test");
});
afterAll(() => portal?.close());

/** A call that must fail, as our own failure: it says nothing of why. */
async function fails(person: Person, what: string, init: RequestInit = {}): Promise<void> {
  const [method = "", path = ""] = what.split(" ");
  const headers = { origin: person.origin, cookie: person.cookie, ...init.headers };
  const reply = await fetch(`${person.origin}${path}`, { method, ...init, headers });
  expect(reply.status).toBe(500);
  const { instance, ...told } = (await reply.json()) as Record<string, unknown>;
  expect(instance).toBeDefined();
  expect(told).toEqual({
    type: "urn:porchlight:problem:internal",
    title: "Something went wrong on our side.",
    status: 500,
    code: "internal",
  });
}

const denialsOf = (name: string) =>
  portal.denials
    .filter((denial) => denial.function.includes(name))
    .map(({ action, resource }) => `${action} ${resource}`);

test("a transaction needs the permission for each of its parts, and does nothing without one", async () => {
  const [one, two] = await openTimes(ada);
  expect((await book(ada, one?.id ?? "")).status).toBe(201);
  const held = await ada.call("POST /api/holds", { body: { slotId: two?.id } });
  expect(held.status).toBe(201);
  const before = await ada.call("GET /api/appointments");
  await fails(ada, "POST /api/appointments", {
    body: JSON.stringify({ holdId: held.body.id }),
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
  });
  expect(new Set(denialsOf("AppointmentsApi"))).toEqual(
    new Set([expect.stringMatching(/^dynamodb:DeleteItem arn:aws:dynamodb:[^ ]+:table\/\S+$/)]),
  );
  expect((await ada.call("GET /api/appointments")).body.items).toEqual(before.body.items);
});

test("a function that may not write fails where it does, and the denial says which and what", async () => {
  const frontDesk = await portal.signIn("frontdesk@example.test");
  await fails(frontDesk, "GET /api/practice/schedule");
  expect(denialsOf("PracticeApi")).toContainEqual(
    expect.stringMatching(/^dynamodb:PutItem arn:aws:dynamodb:\S+:table\/\S+$/),
  );
});

test("a doorbell that may not be rung fails, and is heard when it is rung again", async () => {
  const body = JSON.stringify({ resourceType: "Appointment", id: "never-was" });
  const { webhookSecret } = JSON.parse(
    portal.secrets.find("porchlight/connection/demo")?.value ?? "{}",
  );
  const signature = createHmac("sha256", webhookSecret).update(body).digest("hex");
  const headers = { "x-hub-signature": `sha256=${signature}`, "content-type": "application/json" };
  for (let ring = 0; ring < 2; ring++)
    await fails(portal.stranger, "POST /api/webhooks/ehr/demo", { body, headers });
  expect(denialsOf("WebhooksApi").length).toBeGreaterThanOrEqual(2);
  expect(new Set(denialsOf("WebhooksApi"))).toEqual(
    new Set([expect.stringMatching(/^sqs:SendMessage arn:aws:sqs:\S+$/)]),
  );
});

test("a worker without its credentials leaves the booking saved, and loses nothing", async () => {
  await portal.ehrControl("POST stop");
  const [, , free] = await openTimes(ada);
  const booked = await book(ada, free?.id ?? "");
  expect(booked.body).toMatchObject({ status: "pending", writeBack: { state: "saved" } });
  await portal.ehrControl("POST resume");
  const deadline = Date.now() + 10_000;
  while (denialsOf("WritebackWorker").length === 0 && Date.now() < deadline) await sleep(100);
  expect(denialsOf("WritebackWorker")[0]).toMatch(/^secretsmanager:GetSecretValue \S+/);
  const now = await ada.call(`GET /api/appointments/${booked.body.id}`);
  expect(now.body).toMatchObject({ status: "pending", writeBack: { state: "saved" } });
});

test("whatever was refused makes a product that nobody changed a failure when it closes", () => {
  expect(() => nothingDenied(portal)).toThrow(/WritebackWorker\S* secretsmanager:GetSecretValue/);
});

test("a route that is not in the template is not at the gateway", async () => {
  const [visit] = (await ada.call("GET /api/appointments")).body.items ?? [];
  expect((await ada.call(`GET /api/appointments/${visit?.id}`)).status).toBe(200);
  const gone = await ada.call(`GET /api/appointments/${visit?.id}/calendar`);
  expect([gone.status, gone.text]).toEqual([404, '{"message":"Not Found"}']);
});

test("the browser's cookie is `session`; handlers know `__Host-session` alone", async () => {
  const body = JSON.stringify({ email: "ada@example.test", password });
  const atEdge = await portal.stranger.call("POST /api/session", { body: Buffer.from(body) });
  expect(atEdge.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/),
  ]);
  const signedIn = await invoke("POST /api/session", { body });
  expect(signedIn.cookies).toEqual([
    expect.stringMatching(
      /^__Host-session=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
    ),
  ]);
  const [, value = ""] = ada.cookie.split("=");
  const asked = async (name: string) =>
    (await invoke("GET /api/session", { cookies: [`${name}=${value}`] })).statusCode;
  expect(await asked("__Host-session")).toBe(200);
  expect(await asked("session")).toBe(401);
});

const Reply = z.object({
  result: z.object({ statusCode: z.number(), cookies: z._default(z.array(z.string()), []) }),
});

/** The sign-in function's own answer, as CloudFront would ask it. */
async function invoke(routeKey: string, more: { body?: string; cookies?: string[] }) {
  const { current } = JSON.parse(portal.secrets.named("OriginSecret")?.value ?? "{}");
  const [method, path] = routeKey.split(" ");
  const outcome = await portal.invoke("AccountApi", {
    version: "2.0",
    routeKey,
    headers: {
      origin: portal.origin,
      "x-viewer-host": new URL(portal.origin).host,
      "x-origin-secret": current,
      "content-type": "application/json",
    },
    requestContext: { requestId: randomUUID(), http: { method, path, sourceIp: "127.0.0.1" } },
    isBase64Encoded: false,
    ...more,
  });
  return Reply.parse(outcome).result;
}
