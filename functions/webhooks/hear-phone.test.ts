import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { beforeEach, expect, test } from "vitest";
import { webhooksApi } from "#domain/ops.ts";
import { dynamoPhoneNumbers } from "#functions/adapters/dynamo/notices.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import { caller, testKernel } from "#functions/adapters/testing-kernel.ts";
import { twilioSignature } from "#functions/adapters/twilio-signature.ts";
import { lambda } from "#http/lambda.ts";
import { OptedOut, type PhoneNumbers } from "#ports/notices.ts";
import type { Store } from "#ports/store.ts";
import { hearPhone } from "./hear-phone.ts";
import { verifySignature } from "./verify-signature.ts";

const URL_CALLED = "https://portal.example.test/api/webhooks/twilio";
const TOKEN = "0123456789abcdef0123456789abcdef";
const FROM = "+13125550142";
const NOW = "2026-12-01T18:00:00.000Z";

let secret: string;
let numbers: PhoneNumbers;
let store: Store;
let call: ReturnType<typeof caller>;

beforeEach(async () => {
  const house = testKernel(await freshTable());
  secret = JSON.stringify({ accountSid: "AC1", authToken: TOKEN, from: "+15005550006" });
  numbers = dynamoPhoneNumbers(house.table);
  store = house.table;
  const secrets = { read: async () => ({ baseUrl: "" }), ids: () => [] };
  const twilio = twilioSignature(async () => secret, "arn", URL_CALLED);
  const handlers = {
    ehr: { run: async () => undefined },
    twilio: { run: hearPhone({ numbers }) },
  };
  const kernel = { ...house.kernel, verifySignature: verifySignature({ secrets, twilio }) };
  call = caller(lambda(webhooksApi, handlers, kernel));
});

type Form = Record<string, string>;
const signature = (form: Form, { token = TOKEN, url = URL_CALLED } = {}) =>
  getExpectedTwilioSignature(token, url, form);
async function post(form: Form, signed: string | undefined = signature(form)): Promise<number> {
  const reply = await call({
    route: "POST /api/webhooks/twilio",
    path: {},
    body: new URLSearchParams(form).toString(),
    headers: {
      origin: undefined,
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signed,
    },
  });
  return reply.status;
}
const text = (id: string, body: string, more: Form = {}): Form => ({
  ...{ MessageSid: `SM${id}`, AccountSid: "AC1", From: FROM, To: "+15005550006", Body: body },
  ...more,
});
/** Whether a text may go to this number now, by the transaction that would send it. */
async function mayText(number = FROM): Promise<boolean> {
  const known = await numbers.read(number);
  const change = numbers.texting(number, known, { id: "n#1", at: NOW });
  try {
    await store.transact(change, crypto.randomUUID());
    return true;
  } catch (error) {
    if (error instanceof OptedOut) return false;
    throw error;
  }
}

test("STOP ends texts to this number and to no other, START lets them come again", async () => {
  expect(await mayText()).toBe(true);
  expect(await post(text("1", "Stop."))).toBe(204);
  expect([await mayText(), await mayText("+13125550199")]).toEqual([false, true]);
  expect(await post(text("2", "Thanks!"))).toBe(204);
  expect(await mayText()).toBe(false);
  expect(await post(text("3", "START"))).toBe(204);
  expect(await mayText()).toBe(true);
});

test("a message told again changes nothing: an old START does not undo a STOP", async () => {
  await post(text("1", "START"));
  await post(text("2", "ALTO"));
  for (let again = 0; again < 3; again++) expect(await post(text("1", "START"))).toBe(204);
  expect(await mayText()).toBe(false);
  await post(text("3", "Empezar"));
  await post(text("2", "ALTO"));
  expect(await mayText()).toBe(true);
});

test("Twilio's own reading of a message counts before ours", async () => {
  await post(text("1", "ARRET", { OptOutType: "STOP" }));
  expect(await mayText()).toBe(false);
  await post(text("2", "encore", { OptOutType: "START" }));
  await post(text("3", "INFO", { OptOutType: "HELP" }));
  expect(await mayText()).toBe(true);
});

test("nothing unsigned is heard: no signature, another token, another address, another form", async () => {
  const form = text("1", "STOP");
  const forged = [
    "",
    "guess",
    signature(form, { token: "f".repeat(32) }),
    signature(form, { url: "https://evil.test/api/webhooks/twilio" }),
    signature(text("1", "hello")),
    signature({ ...form, From: "+13125550199" }),
  ];
  for (const signed of forged) expect(await post(form, signed), signed).toBe(401);
  expect(await mayText()).toBe(true);
});

test("before there is an account nobody can sign", async () => {
  const form = text("1", "STOP");
  for (const unfilled of [
    { accountSid: "", authToken: TOKEN },
    { accountSid: "AC1", authToken: "" },
  ]) {
    secret = JSON.stringify(unfilled);
    expect(await post(form, signature(form, { token: unfilled.authToken }))).toBe(401);
  }
});

test("what is no message of a phone is taken and forgotten", async () => {
  for (const form of [{}, text("1", "STOP", { From: "not a number" }), { Body: "STOP" }])
    expect(await post(form)).toBe(204);
  expect(await mayText()).toBe(true);
});
