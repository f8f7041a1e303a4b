import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webhooksApi } from "#domain/ops.ts";
import { STOPPING } from "#domain/testing-texts.ts";
import { dynamoPhoneNumbers } from "#functions/adapters/dynamo/notices.ts";
import { caller, testKernel } from "#functions/adapters/testing-kernel.ts";
import { twilioSignature } from "#functions/adapters/twilio-signature.ts";
import { hearPhone } from "#functions/webhooks/hear-phone.ts";
import { lambda } from "#http/lambda.ts";
import type { Change } from "#ports/store.ts";
import { spread } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import { Post } from "#test/fixtures/notices.ts";

/** Promise 16: after STOP, in whatever words, no text goes; not even one that was about to. */
const FILE = "test/contract/stop.test.ts";
const URL_CALLED = "https://portal.example.test/api/webhooks/twilio";
const TOKEN = "0123456789abcdef0123456789abcdef";
const phrases = spread(STOPPING, 12);

let post: Post;
let call: ReturnType<typeof caller>;
let [tried, wrong] = [0, 0];

beforeAll(async () => {
  post = await Post.open();
  const secret = JSON.stringify({ accountSid: "AC1", authToken: TOKEN });
  const twilio = twilioSignature(async () => secret, "arn", URL_CALLED);
  const { kernel } = testKernel(post.table);
  const numbers = dynamoPhoneNumbers(post.table);
  const handlers = {
    ehr: { run: async () => undefined },
    twilio: { run: hearPhone({ numbers }) },
  };
  const verifySignature = (_vendor: string, request: Parameters<typeof twilio>[0]) =>
    twilio(request);
  call = caller(lambda(webhooksApi, handlers, { ...kernel, verifySignature }));
});
afterAll(async () => {
  await post.close();
  figure({
    promise: "16",
    bar: "no text after STOP in any of at least 150 phrases, heard before the text was due or while it was about to go",
    value: `${tried} phrases heard from Twilio, each before and during a text; ${wrong} texts went after one`,
    command: `DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried,
    wrong,
  });
});

/** Twilio tells what somebody wrote. */
async function hear(from: string, body: string): Promise<void> {
  const form = { MessageSid: `SM${from.slice(1)}`, AccountSid: "AC1", From: from, Body: body };
  const { status } = await call({
    route: "POST /api/webhooks/twilio",
    path: {},
    body: new URLSearchParams(form).toString(),
    headers: {
      origin: undefined,
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": getExpectedTwilioSignature(TOKEN, URL_CALLED, form),
    },
  });
  expect(status).toBe(204);
}

/** The table, with something done just before a text is marked as being sent. */
const beforeMarking = (work: () => Promise<void>) => ({
  apply: (change: Change) => post.table.apply(change),
  async transact(changes: readonly Change[], token: string) {
    if (JSON.stringify(changes).includes('"pk":"NUMBER#')) await work();
    await post.table.transact(changes, token);
  },
});

let numbers = 0;
/** Somebody new with a notice that waits to be sent. */
async function somebody(language: "en" | "es") {
  numbers += 1;
  const phone = `+1312555${String(numbers).padStart(4, "0")}`;
  post.people = [{ email: `n${numbers}@example.test`, phone, language }];
  const notice = await post.announce({ visitId: `v${numbers}`, key: `v${numbers}.k` });
  return { phone, notice };
}

test("no text goes after any of the phrases, nor one that was about to go", async () => {
  for (const phrase of phrases) {
    const before = await somebody("en");
    await hear(before.phone, phrase);
    await post.deliver(before.notice);
    const during = await somebody("es");
    await post.deliver(
      during.notice,
      beforeMarking(() => hear(during.phone, phrase)),
    );
    const went = post.sent("sms").filter(({ to }) => [before.phone, during.phone].includes(to));
    tried += 1;
    wrong += went.length;
    expect(went, phrase).toEqual([]);
    expect(await post.states(during.notice)).toEqual({ email: "sent", sms: "skipped: opted-out" });
  }
}, 120_000);

test("who says something else is texted: the test above is not idle", async () => {
  const { phone, notice } = await somebody("en");
  await hear(phone, "I can stop by at 3");
  await post.deliver(notice);
  expect(await post.states(notice)).toEqual({ email: "sent", sms: "sent" });
});
