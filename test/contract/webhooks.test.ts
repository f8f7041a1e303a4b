import { createHmac } from "node:crypto";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, expect, test } from "vitest";
import { webhooksApi } from "#domain/ops.ts";
import { dynamoEvents } from "#functions/adapters/dynamo/events.ts";
import { dynamoPhoneNumbers } from "#functions/adapters/dynamo/notices.ts";
import { dynamoTable } from "#functions/adapters/dynamo/table.ts";
import { memoryClient } from "#functions/adapters/dynamo/testing-memory.ts";
import { caller, testKernel } from "#functions/adapters/testing-kernel.ts";
import { twilioSignature } from "#functions/adapters/twilio-signature.ts";
import { hear } from "#functions/webhooks/hear.ts";
import { hearPhone } from "#functions/webhooks/hear-phone.ts";
import { verifySignature } from "#functions/webhooks/verify-signature.ts";
import { lambda } from "#http/lambda.ts";
import { OptedOut } from "#ports/notices.ts";
import { deep } from "#test/fixtures/deep.ts";
import { type Dice, diceOf } from "#test/fixtures/dice.ts";
import { figure } from "#test/fixtures/figure.ts";
import { givenSeed, rerun } from "#test/fixtures/seed.ts";

/** Promise 7: what a vendor tells counts once, however often, in which order and beside which forgeries it comes. */
const FILE = "test/contract/webhooks.test.ts";
const SEQUENCES = deep ? 2_500 : 60;
const seeds =
  givenSeed === undefined ? Array.from({ length: SEQUENCES }, (_, seed) => seed) : [givenSeed];
const SECRET = "shared secret";
const TOKEN = "0123456789abcdef0123456789abcdef";
const TWILIO_URL = "https://portal.example.test/api/webhooks/twilio";
const PHONE = "+13125550142";
/** An event is remembered this long; after it, it is news again. */
const REMEMBERED_SECONDS = 300;

let [sequences, deliveries, wrong] = [0, 0, 0];

function openHouse() {
  const house = testKernel(dynamoTable({ client: memoryClient(), name: "portal" }));
  const sent: string[] = [];
  const rereads = { send: async (body: unknown) => void sent.push(JSON.stringify(body)) };
  const numbers = dynamoPhoneNumbers(house.table);
  const account = JSON.stringify({ accountSid: "AC1", authToken: TOKEN });
  const secrets = { read: async () => ({ baseUrl: "", webhookSecret: SECRET }), ids: () => [] };
  const twilio = twilioSignature(async () => account, "arn", TWILIO_URL);
  const handlers = {
    ehr: { run: hear({ events: dynamoEvents(house.table), rereads }) },
    twilio: { run: hearPhone({ numbers }) },
  };
  const kernel = { ...house.kernel, verifySignature: verifySignature({ secrets, twilio }) };
  const call = caller(lambda(webhooksApi, handlers, kernel));
  return { house, sent, numbers, call };
}
type House = ReturnType<typeof openHouse>;

const genuine = (body: string) => createHmac("sha256", SECRET).update(body).digest("hex");

/** What is written where a signature belongs, by somebody who does not have the secret. */
const forgeries = [
  () => "",
  () => "0".repeat(64),
  (body: string) => createHmac("sha256", "").update(body).digest("hex"),
  (body: string) => createHmac("sha256", "another").update(body).digest("hex"),
  (body: string) => createHmac("sha256", SECRET).update(`${body} `).digest("hex"),
  (body: string) => createHmac("sha1", SECRET).update(body).digest("hex"),
];

async function ring({ call }: House, body: string, signature: string): Promise<number> {
  deliveries += 1;
  const { status } = await call({
    route: "POST /api/webhooks/ehr/{connectionId}",
    path: { connectionId: "demo" },
    body,
    headers: {
      origin: undefined,
      "content-type": "application/fhir+json",
      "x-hub-signature": `sha256=${signature}`,
    },
  });
  return status;
}

interface Delivery<T> {
  readonly item: T;
  readonly signed: boolean;
  /** So many of it at once. */
  readonly copies: number;
  /** Seconds until the next. */
  readonly pause: number;
}

/** Some things told again and again, in any order, some of the tellings forged. */
const drawn = <T>(dice: Dice, items: readonly T[]): Delivery<T>[] =>
  Array.from({ length: dice.between(4, 12) }, () => ({
    item: dice.pick(items),
    signed: dice.chance(0.75),
    copies: dice.chance(0.3) ? 5 : 1,
    pause: dice.pick([0, 1, 100, 299, 301]),
  }));

/** Tells it; what was not answered as it should be. */
async function told(
  { signed, copies }: Delivery<unknown>,
  tell: () => Promise<number>,
): Promise<string[]> {
  const expected = signed ? 204 : 401;
  const statuses = await Promise.all(Array.from({ length: copies }, tell));
  return statuses.filter((status) => status !== expected).map((status) => `answered ${status}`);
}

/** When an event was last passed on, and whether it is passed on now. */
class Remembered {
  readonly #at = new Map<string, number>();
  isNews(event: string, seconds: number): boolean {
    const last = this.#at.get(event) ?? Number.NEGATIVE_INFINITY;
    if (seconds <= last + REMEMBERED_SECONDS) return false;
    this.#at.set(event, seconds);
    return true;
  }
}

/** What went wrong in one sequence of an EHR's events: too much or too little was passed on. */
async function ehrSequence(dice: Dice): Promise<string[]> {
  const house = openHouse();
  const bodies = Array.from({ length: dice.between(1, 4) }, (_, id) =>
    JSON.stringify({ resourceType: "Appointment", id: `a-${id}` }),
  );
  const remembered = new Remembered();
  const found: string[] = [];
  let [seconds, expected] = [0, 0];
  for (const delivery of drawn(dice, bodies)) {
    const { item: body, signed, pause } = delivery;
    const signature = signed ? genuine(body) : dice.pick(forgeries)(body);
    expected += signed && remembered.isNews(body, seconds) ? 1 : 0;
    found.push(...(await told(delivery, () => ring(house, body, signature))));
    if (house.sent.length !== expected) found.push(`${house.sent.length} sent, not ${expected}`);
    house.house.skip(pause);
    seconds += pause;
  }
  return found;
}

async function text({ call }: House, form: Record<string, string>, token: string) {
  deliveries += 1;
  const { status } = await call({
    route: "POST /api/webhooks/twilio",
    path: {},
    body: new URLSearchParams(form).toString(),
    headers: {
      origin: undefined,
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": getExpectedTwilioSignature(token, TWILIO_URL, form),
    },
  });
  return status;
}

/** Whether a text may go, by the transaction that would send it. */
async function mayText({ house, numbers }: House, id: number): Promise<boolean> {
  const known = await numbers.read(PHONE);
  const change = numbers.texting(PHONE, known, { id: `n#${id}`, at: house.kernel.clock() });
  try {
    await house.table.transact(change, crypto.randomUUID());
    return true;
  } catch (error) {
    if (error instanceof OptedOut) return false;
    throw error;
  }
}

const STOPS = ["STOP", "Alto, por favor", "no me manden mensajes"];
const STARTS = ["START", "Yes"];

/** The same for what somebody texts: the first telling of a message counts, in the order of first tellings. */
async function phoneSequence(dice: Dice): Promise<string[]> {
  const house = openHouse();
  const messages = Array.from({ length: dice.between(2, 5) }, (_, id) => ({
    ...{ MessageSid: `SM${id}`, AccountSid: "AC1", From: PHONE },
    Body: dice.pick([...STOPS, ...STARTS, "Thanks!"]),
  }));
  const heard = new Set<string>();
  const found: string[] = [];
  for (const [step, delivery] of drawn(dice, messages).entries()) {
    const { item: form, signed } = delivery;
    if (signed) heard.add(form.MessageSid);
    const token = signed ? TOKEN : "f".repeat(32);
    found.push(...(await told(delivery, () => text(house, form, token))));
    const stopped = isStopped([...heard].map((id) => bodyOf(messages, id)));
    if ((await mayText(house, step)) === stopped) found.push(`${form.Body}: stopped ${!stopped}`);
  }
  return found;
}

const bodyOf = (messages: readonly { MessageSid: string; Body: string }[], id: string) =>
  messages.find(({ MessageSid }) => MessageSid === id)?.Body ?? "";

/** The last word that says anything counts. */
const isStopped = (bodies: readonly string[]): boolean =>
  STOPS.includes(
    bodies.findLast((body) => STOPS.includes(body) || STARTS.includes(body)) ?? "nothing",
  );

test.each([
  ["an EHR's events", ehrSequence],
  ["what people text", phoneSequence],
] as const)(
  "%s: each counts once, in whatever sequence",
  async (_, sequence) => {
    for (const seed of seeds) {
      const found = await sequence(diceOf(seed));
      sequences += 1;
      wrong += found.length > 0 ? 1 : 0;
      expect(found, rerun(FILE, seed)).toEqual([]);
    }
  },
  300_000,
);

afterAll(() => {
  if (givenSeed !== undefined) return;
  figure({
    promise: "7",
    bar: "at least 5,000 sequences of replays, reorderings and forgeries of two vendors, each effect exactly once",
    value: `${sequences} sequences, ${deliveries} deliveries; ${wrong} sequences with an effect too many or too few`,
    command: `DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: sequences,
    wrong,
  });
});
