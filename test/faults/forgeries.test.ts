import { createHmac } from "node:crypto";
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountIdOf } from "#functions/account/provision.ts";
import { signIn } from "#functions/account/sign-in.ts";
import { cognitoIdentity } from "#functions/adapters/identity.ts";
import { spread } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import { everyRoute, isForStaff, isPrivate, isPublic } from "#test/product/every-route.ts";
import { cellsOf } from "./authorization-cells.ts";
import {
  type Asked,
  type Seen,
  TWILIO_TOKEN,
  TWILIO_URL,
  WEBHOOK_SECRET,
} from "./authorization-house.ts";
import { ADA, letIn } from "./authorization-people.ts";
import { openWorld, type World } from "./authorization-world.ts";
import { type Forged, forgedFrom, POOLS, tokensOf } from "./forgeries.ts";

const FILE = "test/faults/forgeries.test.ts";

let world: World;
let ask: (asked: Asked) => Promise<Seen>;
let patient: Forged;
let staff: Forged;
const tried = { kinds: new Set<string>(), requests: 0, accepted: 0 };

beforeAll(async () => {
  world = await openWorld();
  ask = world.house.asking();
  patient = await forgedFrom(world.house.kernel, "patient", ADA);
  staff = await forgedFrom(world.house.kernel, "staff", ADA);
  world.house.mark();
});

/** A request that the route would carry out for whoever may. */
function wanted(key: string): Asked {
  const [first] = cellsOf(world, key);
  return { key, input: first?.input ?? {} };
}
const bytes = ({ status, headers, text, cookies }: Seen) =>
  JSON.stringify([status, headers, text, cookies]);

/** All but what counts requests. */
const kept = ({ written }: Seen) => written.filter(({ pk }) => !pk.startsWith("LIMIT#")).length;

/** What comes of a forgery: nothing written, and by every byte what nobody at all is told. */
async function refused(name: string, asked: Asked, nobody: Seen): Promise<void> {
  const seen = await ask(asked);
  tried.kinds.add(name);
  tried.requests += 1;
  if (bytes(seen) !== bytes(nobody) || kept(seen) > 0) tried.accepted += 1;
  expect([name, kept(seen), bytes(seen)]).toEqual([name, 0, bytes(nobody)]);
}

test.each(everyRoute.filter(isPrivate))("no forged session opens $key", async (any) => {
  const { genuine, forgeries } = isForStaff(any) ? staff : patient;
  const request = wanted(any.key);
  const nobody = await ask(request);
  expect([nobody.status, nobody.code]).toEqual([401, "session.required"]);
  // The other way round, or all of this could be a typo.
  expect((await ask({ ...request, cookies: genuine })).code).not.toBe("session.required");
  for (const [name, shown] of Object.entries(forgeries))
    await refused(name, { ...request, ...shown }, nobody);
});

test.each(everyRoute.filter(isPublic))("a forged session changes nothing at $key", async (any) => {
  const request = wanted(any.key);
  const nobody = await ask(request);
  // The document is long, and the same for all.
  for (const [name, shown] of spread(Object.entries(patient.forgeries), 8))
    if (!shown.query) await refused(name, { ...request, ...shown }, nobody);
});

test("no forged signature is heard", async () => {
  const body = JSON.stringify({ resourceType: "Appointment", id: "12" });
  const ehr = { key: "POST /api/webhooks/ehr/{connectionId}", input: { connectionId: "demo" } };
  const sign = (text: string, secret = WEBHOOK_SECRET) =>
    createHmac("sha256", secret).update(text).digest("hex");
  const good = { "x-hub-signature": `sha256=${sign(body)}` };
  expect((await ask({ ...ehr, text: body, headers: good })).status).toBe(204);
  const nobody = await ask({ ...ehr, text: body });
  expect([nobody.status, nobody.code]).toEqual([401, "request.not-signed"]);
  const headers: Readonly<Record<string, Record<string, string>>> = {
    "an empty signature": { "x-hub-signature": "" },
    "a signature without its kind": { "x-hub-signature": sign(body) },
    "another kind": { "x-hub-signature": `sha1=${sign(body)}` },
    "a signature cut short": { "x-hub-signature": `sha256=${sign(body).slice(0, 62)}` },
    "a signature of zeros": { "x-hub-signature": `sha256=${"0".repeat(64)}` },
    "another secret's": { "x-hub-signature": `sha256=${sign(body, "another")}` },
    "no secret's": { "x-hub-signature": `sha256=${sign(body, "")}` },
    "another body's": { "x-hub-signature": `sha256=${sign(`${body} `)}` },
    "the other header's form": { "x-signature": `sha256=${sign(body)}` },
    "a header of its own": { authorization: `Bearer ${sign(body)}` },
  };
  for (const [name, given] of Object.entries(headers))
    await refused(name, { ...ehr, text: body, headers: given }, nobody);
  await refused(
    "a session for a signature",
    { ...ehr, text: body, cookies: staff.genuine },
    nobody,
  );
  for (const connectionId of ["other", "nobody-has-this"])
    await refused(
      "another connection's",
      { ...ehr, input: { connectionId }, text: body, headers: good },
      nobody,
    );
});

test("no forged signature of a phone is heard", async () => {
  const form = { MessageSid: "SM1", From: "+13125550142", Body: "STOP" };
  const text = new URLSearchParams(form).toString();
  const phone = { key: "POST /api/webhooks/twilio", text };
  const as = (signature: string) => ({ headers: { "x-twilio-signature": signature } });
  const sign = (token = TWILIO_TOKEN, url = TWILIO_URL, signed: object = form) =>
    getExpectedTwilioSignature(token, url, { ...signed });
  expect((await ask({ ...phone, ...as(sign()) })).status).toBe(204);
  const nobody = await ask(phone);
  expect([nobody.status, nobody.code]).toEqual([401, "request.not-signed"]);
  const forged = {
    "an empty phone signature": as(""),
    "a guess": as("guess"),
    "another token's": as(sign("f".repeat(32))),
    "another address's": as(sign(TWILIO_TOKEN, "https://evil.test/api/webhooks/twilio")),
    "another form's": as(sign(TWILIO_TOKEN, TWILIO_URL, { ...form, From: "+13125550199" })),
    "an EHR's": as(createHmac("sha256", WEBHOOK_SECRET).update(text).digest("hex")),
    "a session for a phone's signature": { cookies: staff.genuine },
  };
  for (const [name, shown] of Object.entries(forged))
    await refused(name, { ...phone, ...shown }, nobody);
});

test("no forged token becomes a session, whatever the pool seems to answer", async () => {
  const { kernel, served } = world.house;
  const [sub, staffSub] = ["11111111-1111", "22222222-2222"];
  const { account } = await letIn(kernel, accountIdOf(sub));
  await letIn(kernel, accountIdOf(staffSub));
  await kernel.accounts.saveLogin(account.email, { pool: "patients", accountId: account.id, sub });
  world.house.mark();
  const { genuine, forged, keys } = tokensOf(sub, staffSub);
  const jwks = new SimpleJwksCache();
  for (const [name, { poolId }] of Object.entries(POOLS))
    jwks.addJwks(
      `https://cognito-idp.us-east-1.amazonaws.com/${poolId}/.well-known/jwks.json`,
      keys[name as keyof typeof keys] as Parameters<SimpleJwksCache["addJwks"]>[1],
    );
  let token = genuine;
  const client = {
    send: async (command: unknown) =>
      command instanceof DescribeUserPoolClientCommand
        ? { UserPoolClient: { ClientSecret: "secret" } }
        : { AuthenticationResult: { AccessToken: token } },
  } as unknown as CognitoIdentityProviderClient;
  const identity = cognitoIdentity({ client, pools: POOLS, jwks, log: kernel.log });
  const account2 = {
    ...served.useCases["account"],
    signIn: { run: signIn({ ...kernel, identity }) },
  };
  const enter = world.house.asking({ useCases: { ...served.useCases, account: account2 } });
  const request = {
    key: "POST /api/session",
    input: { email: account.email, password: "right-and-long-enough" },
  };
  const sessions = ({ written }: Seen) => written.filter(({ pk }) => pk.startsWith("ACCOUNT#"));
  const entered = await enter(request);
  expect([entered.status, entered.cookies.length, sessions(entered).length]).toEqual([200, 1, 1]);
  for (const [name, given] of Object.entries(forged)) {
    token = given;
    const seen = await enter(request);
    tried.kinds.add(`token: ${name}`);
    tried.requests += 1;
    if (seen.status === 200) tried.accepted += 1;
    expect([name, seen.status === 200, seen.cookies, sessions(seen)]).toEqual([
      name,
      false,
      [],
      [],
    ]);
  }
});

afterAll(() => {
  const { kinds, requests, accepted } = tried;
  if (kinds.size === 0) return;
  const sessions = Object.keys(patient.forgeries).length;
  figure({
    promise: "3",
    bar: "19 kinds of forgery on every route, 0 accepted",
    value: `${sessions} kinds of sessions on each of ${everyRoute.length} routes, ${kinds.size - sessions} of signatures at the webhooks and of tokens at the sign-in: ${requests} requests, ${accepted} accepted`,
    command: `npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: sessions,
    wrong: accepted,
  });
});
