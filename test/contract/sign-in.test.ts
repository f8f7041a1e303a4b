import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { accountApi } from "#domain/account.ts";
import { answerChallenge } from "#functions/account/answer-challenge.ts";
import { type NewAccount, provisionAccount } from "#functions/account/provision.ts";
import { readSession } from "#functions/account/read-session.ts";
import { signIn } from "#functions/account/sign-in.ts";
import { signOut } from "#functions/account/sign-out.ts";
import { welcome } from "#functions/account/welcome.ts";
import { cognitoIdentity } from "#functions/adapters/identity.ts";
import {
  accountOf,
  caller,
  type TestKernel,
  testKernel,
} from "#functions/adapters/testing-kernel.ts";
import { lambda } from "#http/lambda.ts";
import {
  openWire,
  password,
  patients,
  staff,
  type Wire,
} from "#infra/local/identity/testing-wire.ts";
import { totpCode, totpStep } from "#infra/local/identity/totp.ts";
import type { Accounts } from "#ports/accounts.ts";
import { freshTable } from "#test/fixtures/dynamo.ts";
import { figure } from "#test/fixtures/figure.ts";

let wire: Wire;
let house: TestKernel;
let call: ReturnType<typeof caller>;
let serve: (accounts: Accounts) => ReturnType<typeof caller>;

beforeEach(async () => {
  wire = await openWire();
  wire.clock.at = Date.now();
  house = testKernel(await freshTable());
  const jwks = new SimpleJwksCache();
  for (const { id } of [patients, staff])
    jwks.addJwks(
      `https://cognito-idp.us-east-1.amazonaws.com/${id}/.well-known/jwks.json`,
      JSON.parse(JSON.stringify(wire.identity.jwks(id))),
    );
  const identity = cognitoIdentity({
    client: wire.sdk,
    pools: {
      patients: { poolId: patients.id, clientId: "patient-client" },
      staff: { poolId: staff.id, clientId: "staff-client" },
    },
    jwks,
    log: house.kernel.log,
  });
  serve = (accounts) => {
    const ports = { ...house.kernel, identity, accounts };
    const handlers = {
      signIn: { run: signIn(ports) },
      answerChallenge: { run: answerChallenge(ports) },
      session: { run: readSession },
      signOut: { run: signOut(ports) },
      welcome: { run: welcome({ demo: undefined }) },
    };
    return caller(lambda(accountApi, handlers, house.kernel));
  };
  call = serve(house.kernel.accounts);
});
afterEach(() => wire.close());

async function person(email: string, about: Partial<NewAccount> = {}) {
  const poolId = about.kind === "staff" ? staff.id : patients.id;
  const { sub } = await wire.identity.ensureUser({ poolId, email, password });
  const { id: _id, active: _active, epoch: _epoch, ...rest } = accountOf({ email });
  return provisionAccount(house.kernel, { ...rest, ...about, sub });
}
const knock = (email: string, given = password, more: object = {}) =>
  call({ route: "POST /api/session", body: { email, password: given }, ...more });
const respond = (body: object) => call({ route: "POST /api/session/challenge", body });
const whoAmI = (cookie: string) => call({ route: "GET /api/session", cookie });
const cookieOf = ({ cookies }: { cookies: readonly string[] }) => cookies[0]?.split(";")[0] ?? "";

interface Asked {
  challenge: { name: string; session: string; secret?: string };
}
const challengeOf = ({ body }: { body: unknown }) => (body as Asked).challenge;

test("a patient signs in, is who they are, and signs out", async () => {
  const account = await person("ada@example.test");
  const opened = await knock(" Ada@Example.test ");
  expect(opened.status).toBe(200);
  expect(opened.cookies[0]).toMatch(
    /^__Host-session=acc_[0-9a-f]{32}\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
  );
  expect(opened.body).toMatchObject({
    account: { id: account.id, kind: "patient", email: "ada@example.test" },
    patient: { id: "pat-ada", firstName: "Ada" },
    practice: { id: "demo", timeZone: "America/Chicago" },
    proxies: [],
  });
  expect(opened.body).not.toHaveProperty("staff");
  const cookie = cookieOf(opened);
  expect((await whoAmI(cookie)).body).toMatchObject({ account: { id: account.id } });
  const out = await call({ route: "DELETE /api/session", cookie });
  expect([out.status, out.headers["clear-site-data"]]).toEqual([204, '"cookies", "storage"']);
  expect(out.cookies[0]).toContain("Max-Age=0");
  expect((await whoAmI(cookie)).status).toBe(401);
});

test("signing out everywhere ends every other session", async () => {
  await person("ada@example.test");
  const phone = cookieOf(await knock("ada@example.test"));
  const laptop = cookieOf(await knock("ada@example.test"));
  await call({ route: "DELETE /api/session", cookie: phone, query: { everywhere: "true" } });
  expect((await whoAmI(laptop)).status).toBe(401);
  expect((await knock("ada@example.test")).status).toBe(200);
});

test("a wrong password, an unknown address and a deactivated account are answered alike; an open session stays", async () => {
  await person("ada@example.test");
  const ben = await person("ben@example.test");
  await house.kernel.accounts.save({ ...ben, active: false });
  const cookie = cookieOf(await knock("ada@example.test"));
  const replies = [
    await knock("ada@example.test", "Not the password 1", { cookie }),
    await knock("nobody@example.test"),
    await knock("ben@example.test"),
  ];
  for (const reply of replies) {
    expect(reply.cookies).toEqual([]);
    expect({ ...reply.body, instance: "" }).toEqual({
      type: "urn:porchlight:problem:session.refused",
      title: "The e-mail or password is not right.",
      status: 401,
      code: "session.refused",
      instance: "",
    });
  }
  expect((await whoAmI(cookie)).status).toBe(200);
});

test("an unknown address costs a call to the pool like a wrong password", async () => {
  await person("ada@example.test");
  // The pool's client secret is asked for once.
  await knock("ada@example.test");
  const asked = vi.spyOn(wire.sdk, "send");
  const calls = async (email: string) => {
    asked.mockClear();
    await knock(email, "Not the password 1");
    return asked.mock.calls.map(([command]) => command.constructor.name);
  };
  expect(await calls("ada@example.test")).toEqual(["AdminInitiateAuthCommand"]);
  expect(await calls("nobody@example.test")).toEqual(["AdminInitiateAuthCommand"]);
});

test("ten failures in a quarter of an hour are enough, for a known address and an unknown one", async () => {
  await person("ada@example.test");
  for (const email of ["ada@example.test", "nobody@example.test"]) {
    const burst = await Promise.all(
      Array.from({ length: 14 }, (_, n) => knock(email, `Not the password ${n}`)),
    );
    const refused = burst.filter(({ status }) => status === 401);
    expect(refused).toHaveLength(10);
    const late = burst.find(({ status }) => status === 429);
    expect(late?.body).toMatchObject({ code: "request.too-many", retryAfterSeconds: 900 });
  }
  expect((await knock("ada@example.test")).status).toBe(429);
  house.skip(15 * 60);
  wire.clock.forward(15 * 60_000);
  expect((await knock("ada@example.test")).status).toBe(200);
  figure({
    promise: "14",
    bar: "ten wrong passwords in a quarter of an hour, side by side or not, for an address that exists and one that does not",
    value: "28 guesses, 20 heard, 8 told to wait; a known and an unknown address alike",
    command:
      "npx vitest run --root . --config test/vitest.config.ts --project node test/contract/sign-in.test.ts",
    tried: 28,
  });
});

test("many sign-ins of one person, one after the other or side by side, are no failures", async () => {
  await person("ada@example.test");
  for (let n = 0; n < 12; n++) expect((await knock("ada@example.test")).status).toBe(200);
  const together = await Promise.all(Array.from({ length: 12 }, () => knock("ada@example.test")));
  expect(together.map(({ status }) => status)).toEqual(Array(12).fill(200));
});

test("staff set up a second factor, then need it", async () => {
  const desk = await person("desk@example.test", {
    kind: "staff",
    role: "front desk",
    permissions: ["schedule"],
    patientId: undefined,
  });
  const email = "desk@example.test";
  const setUp = challengeOf(await knock(email));
  expect(setUp.name).toBe("MFA_SETUP");
  const code = (secret: string) => totpCode(secret, totpStep(wire.clock.at));
  const secret = setUp.secret ?? "";
  const done = await respond({
    email,
    name: setUp.name,
    session: setUp.session,
    code: code(secret),
  });
  expect(done.body).toMatchObject({
    account: { id: desk.id, kind: "staff" },
    staff: { role: "front desk", permissions: ["schedule"] },
  });
  wire.clock.forward(60_000);
  const asked = challengeOf(await knock(email));
  expect(asked).toMatchObject({ name: "SOFTWARE_TOKEN_MFA" });
  const wrong = await respond({ email, name: asked.name, session: asked.session, code: "000000" });
  expect([wrong.status, wrong.code]).toEqual([401, "session.challenge-refused"]);
  const right = { email, name: asked.name, session: asked.session, code: code(secret) };
  const somebody = await respond({ ...right, email: "ada@example.test" });
  expect(somebody.code).toBe("session.challenge-refused");
  expect((await respond(right)).status).toBe(200);
});

test("a first password must be replaced by one that is good enough", async () => {
  const email = "new@example.test";
  const made = await wire.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: patients.id,
      Username: email,
      TemporaryPassword: "Only-for-once-1",
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "email", Value: email },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  );
  const sub = made.User?.Attributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  const { id: _id, active: _active, epoch: _epoch, ...rest } = accountOf({ email });
  await provisionAccount(house.kernel, { ...rest, sub });
  const asked = challengeOf(await knock(email, "Only-for-once-1"));
  expect(asked.name).toBe("NEW_PASSWORD_REQUIRED");
  const reply = { email, name: asked.name, session: asked.session };
  const weak = await respond({ ...reply, newPassword: "short" });
  expect([weak.status, weak.code]).toEqual([422, "request.invalid"]);
  expect((await respond({ ...reply, newPassword: "A much longer one 7" })).status).toBe(200);
  expect((await knock(email, "A much longer one 7")).status).toBe(200);
});

test("hostile words are refused, never a fault of ours", async () => {
  await person("ada@example.test");
  for (const given of ["\u0000", "\ud800", " ", "a".repeat(256), '"}', "é".repeat(100)])
    expect((await knock("ada@example.test", given)).status).toBe(401);
  for (const email of ["a\u0000@b.c", "\ud800@b.c", "__proto__@b.c"])
    expect((await knock(email)).status).toBeLessThan(500);
  const session = { email: "ada@example.test", name: "SOFTWARE_TOKEN_MFA", session: "forged" };
  expect((await respond({ ...session, code: "123456" })).status).toBe(401);
  expect((await respond(session)).status).toBe(401);
  expect(house.errors).toEqual([]);
});

test("an address that belongs to one account cannot be given to another", async () => {
  await person("ada@example.test");
  const { id: _id, active: _active, epoch: _epoch, ...rest } = accountOf();
  const stolen = provisionAccount(house.kernel, { ...rest, sub: "0000-other" });
  await expect(stolen).rejects.toMatchObject({ name: "LoginTaken" });
});

test("an address that moved to another account opens neither, whatever the pool still says", async () => {
  const email = "ada@example.test";
  const { id } = await person(email);
  const ben = await person("ben@example.test");
  const { accounts } = house.kernel;
  const readLogin: Accounts["readLogin"] = async (asked) => {
    const login = await accounts.readLogin(asked);
    return login && { ...login, accountId: ben.id };
  };
  const moved = serve({ ...accounts, readLogin });
  const reply = await moved({ route: "POST /api/session", body: { email, password } });
  expect([reply.code, reply.cookies, id]).toEqual(["session.refused", [], id]);
});

test("making an account again keeps a deactivation and open sessions", async () => {
  const account = await person("ada@example.test");
  const cookie = cookieOf(await knock("ada@example.test"));
  await person("ada@example.test", { name: "Ada Byron" });
  expect((await whoAmI(cookie)).status).toBe(200);
  await house.kernel.accounts.save({ ...account, active: false });
  expect(await person("ada@example.test")).toMatchObject({ active: false });
});

test("the welcome names the practice to anyone", async () => {
  const { status, body } = await call({ route: "GET /api/welcome" });
  expect([status, body]).toMatchObject([200, { practice: { name: "Lakeside Family Health" } }]);
  expect(body).not.toHaveProperty("demo");
});
