import { createHmac } from "node:crypto";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { webhooksApi } from "#domain/ops.ts";
import { dynamoEvents } from "#functions/adapters/dynamo/events.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import { caller, type TestKernel, testKernel } from "#functions/adapters/testing-kernel.ts";
import { lambda } from "#http/lambda.ts";
import type { ConnectionSecrets } from "#ports/secrets.ts";
import { hear } from "./hear.ts";
import { newsIn } from "./notification.ts";
import { verifySignature } from "./verify-signature.ts";

let house: TestKernel;
let sent: unknown[];
let queueWorks: boolean;
let call: ReturnType<typeof caller>;

const secrets: ConnectionSecrets = {
  read: async (id) => ({ baseUrl: "", webhookSecret: id === "demo" ? "shared secret" : "" }),
  ids: () => ["demo", "other"],
};

beforeEach(async () => {
  house = testKernel(await freshTable());
  sent = [];
  queueWorks = true;
  const rereads = {
    send: async (body: unknown) => {
      if (!queueWorks) throw new Error("the queue does not answer");
      sent.push(body);
    },
  };
  const kernel = {
    ...house.kernel,
    verifySignature: verifySignature({ secrets, twilio: async () => false }),
  };
  const events = dynamoEvents(house.table);
  const handlers = {
    ehr: { run: hear({ events, rereads }) },
    twilio: { run: async () => undefined },
  };
  call = caller(lambda(webhooksApi, handlers, kernel));
});

const sign = (body: string, secret = "shared secret") =>
  createHmac("sha256", secret).update(body).digest("hex");
const hub = (body: string) => ({ "x-hub-signature": `sha256=${sign(body)}` });
const ring = (body: string, headers: Record<string, string> = hub(body), connectionId = "demo") =>
  call({
    route: "POST /api/webhooks/ehr/{connectionId}",
    path: { connectionId },
    body,
    headers: { origin: undefined, "content-type": "application/fhir+json", ...headers },
  });

const notification = (event: number, ...focus: string[]) =>
  JSON.stringify({
    resourceType: "Bundle",
    type: "history",
    entry: [
      {
        resource: {
          resourceType: "Parameters",
          parameter: [
            { name: "status", valueCode: "active" },
            { name: "type", valueCode: "event-notification" },
            ...focus.map((reference) => ({
              name: "notification-event",
              part: [
                { name: "event-number", valueString: String(event) },
                { name: "focus", valueReference: { reference } },
              ],
            })),
          ],
        },
      },
    ],
  });

test("a signed notification asks for the records it names, and for nothing else it says", async () => {
  const body = notification(
    1,
    "Appointment/12",
    "https://ehr.test/fhir/Slot/s-3/_history/4",
    "Practitioner/9",
  );
  const reply = await ring(body);
  expect([reply.status, reply.body]).toEqual([204, {}]);
  expect(sent).toEqual([{ practiceId: "demo", references: ["Appointment/12", "Slot/s-3"] }]);
});

test("a server that sends the record itself, signed its own way, is understood too", async () => {
  const body = JSON.stringify({ resourceType: "Appointment", id: "12", comment: "private words" });
  expect((await ring(body, { "x-signature": sign(body) })).status).toBe(204);
  expect(sent).toEqual([{ practiceId: "demo", references: ["Appointment/12"] }]);
});

test("what it can't read makes it look at everything; what it doesn't follow, at nothing", async () => {
  for (const body of [
    "{}",
    "not json",
    "[]",
    '{"resourceType":"Bundle","entry":[]}',
    notification(1),
  ])
    expect((await ring(body)).status).toBe(204);
  expect(sent).toEqual(Array(5).fill({ practiceId: "demo", poll: true }));
  sent.length = 0;
  await ring(notification(2, "Practitioner/9"));
  await ring(notification(3).replace("event-notification", "heartbeat"));
  expect(sent).toEqual([]);
});

test("the same event twice, one after the other or at once, rings once; after five minutes it is news", async () => {
  const body = notification(1, "Appointment/12");
  await ring(body);
  await Promise.all(Array.from({ length: 8 }, () => ring(body)));
  expect(sent).toHaveLength(1);
  await ring(notification(2, "Appointment/12"));
  expect(sent).toHaveLength(2);
  house.skip(301);
  await ring(body);
  expect(sent).toHaveLength(3);
});

test("an event that could not be passed on counts as new when it comes again", async () => {
  const body = notification(1, "Appointment/12");
  queueWorks = false;
  expect((await ring(body)).status).toBe(500);
  queueWorks = true;
  expect((await ring(body)).status).toBe(204);
  expect(sent).toHaveLength(1);
});

test("without the very signature of the very body nothing rings", async () => {
  const body = notification(1, "Appointment/12");
  const forged: Record<string, string>[] = [
    {},
    { "x-hub-signature": "" },
    { "x-hub-signature": sign(body) },
    { "x-hub-signature": `sha1=${sign(body)}` },
    { "x-hub-signature": `sha256=${sign(body).slice(0, 62)}` },
    { "x-hub-signature": `sha256=${sign(body, "")}` },
    { "x-hub-signature": `sha256=${sign(body, "another")}` },
    { "x-hub-signature": `sha256=${sign(`${body} `)}` },
    { "x-hub-signature": `sha256=${"0".repeat(64)}` },
    { "x-signature": `sha256=${sign(body)}` },
    { authorization: sign(body) },
  ];
  for (const headers of forged) expect((await ring(body, headers)).code).toBe("request.not-signed");
  expect((await ring(body, hub(body), "unknown")).code).toBe("request.not-signed");
  expect(sent).toEqual([]);
});

test("a connection without a webhook secret takes no webhook, signed with nothing or not", async () => {
  const body = notification(1, "Appointment/12");
  const headers = { "x-hub-signature": `sha256=${sign(body, "")}` };
  expect((await ring(body, headers, "other")).code).toBe("request.not-signed");
});

test("any signed body is borne", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: "binary" }), fc.json()), async (body) => {
      expect((await ring(body)).status).toBe(204);
    }),
    { numRuns: 100 },
  );
});

test("news is only ever types and ids: nothing of a record itself", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 60 }), (focus) => {
      const news = newsIn(notification(1, ...focus));
      if (news.kind === "records")
        for (const reference of news.references)
          expect(reference).toMatch(/^[A-Za-z]{1,64}\/[A-Za-z0-9.-]{1,64}$/);
    }),
  );
  const many = Array.from({ length: 60 }, (_, index) => `Appointment/${index}`);
  expect(newsIn(notification(1, ...many))).toEqual({ kind: "unknown" });
});
