import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  DescribeUserPoolClientCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { person } from "./testing-person.ts";
import { openWire, password, patients, staff, type Wire } from "./testing-wire.ts";

const email = "ada@example.test";
const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };
let wire: Wire;
let ada: ReturnType<typeof person>;
let sub: string;

beforeEach(async () => {
  wire = await openWire();
  ada = person(wire, patients, email);
  ({ sub } = await wire.identity.ensureUser({ poolId: patients.id, email, password }));
});
afterEach(async () => {
  expect(wire.errors).toEqual([]);
  await wire.close();
});

async function signedIn() {
  const { AuthenticationResult: result } = await ada.signIn(password);
  if (!result?.AccessToken || !result.IdToken || !result.RefreshToken) throw new Error("no tokens");
  return { access: result.AccessToken, id: result.IdToken, refresh: result.RefreshToken, result };
}

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "accepted",
    (error: Error) => ({ name: error.name, message: error.message }),
  );

test("the real verifier accepts access and id token, reading keys through its own cache", async () => {
  const fetched: string[] = [];
  const jwksCache = new SimpleJwksCache({
    fetcher: {
      fetch: async (uri) => {
        fetched.push(uri);
        return new TextEncoder().encode(JSON.stringify(wire.identity.jwks(patients.id))).buffer;
      },
    },
  });
  const verifier = (tokenUse: "access" | "id") =>
    CognitoJwtVerifier.create(
      { userPoolId: patients.id, clientId: "patient-client", tokenUse, graceSeconds: 1e9 },
      { jwksCache },
    );
  const tokens = await signedIn();
  const access = await verifier("access").verify(tokens.access);
  const id = await verifier("id").verify(tokens.id);
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${patients.id}`;
  expect(fetched).toEqual([`${issuer}/.well-known/jwks.json`]);
  expect(access).toMatchObject({ sub, username: sub, iss: issuer, client_id: "patient-client" });
  expect(access.exp - access.iat).toBe(3600);
  expect(id).toMatchObject({ sub, email, email_verified: true, "cognito:username": sub });
  expect(id.origin_jti).toBe(access.origin_jti);
  expect(access.jti).not.toBe(id.jti);
  await expect(verifier("id").verify(tokens.access)).rejects.toThrow(/token_use|Token use/i);
});

test("each pool has its own key", () => {
  expect(wire.identity.jwks(staff.id).keys[0]?.n).not.toBe(
    wire.identity.jwks(patients.id).keys[0]?.n,
  );
});

test("a wrong password and an unknown e-mail are told apart by nothing", async () => {
  expect(await refusal(ada.signIn("Not-the-password-1"))).toEqual(wrong);
  expect(await refusal(person(wire, patients, "nobody@example.test").signIn(password))).toEqual(
    wrong,
  );
});

test("an unknown e-mail costs about the time of a wrong password", async () => {
  const nobody = person(wire, patients, "nobody@example.test");
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 9; round += 1)
    for (const [who, taken] of [
      [ada, times.known],
      [nobody, times.unknown],
    ] as const) {
      const start = performance.now();
      await refusal(who.signIn("Not-the-password-1"));
      taken.push(performance.now() - start);
      wire.clock.forward(3_600_000);
    }
  const median = (taken: number[]) => taken.sort((one, other) => one - other)[4] ?? 0;
  const [known, unknown] = [median(times.known), median(times.unknown)];
  expect(unknown).toBeGreaterThan(known * 0.5);
  expect(unknown).toBeLessThan(known * 2);
});

test("the e-mail's case does not matter, and the sub signs in too", async () => {
  expect(
    (await person(wire, patients, "ADA@Example.TEST").signIn(password)).AuthenticationResult,
  ).toBeDefined();
  expect((await person(wire, patients, sub).signIn(password)).AuthenticationResult).toBeDefined();
});

test("a missing or wrong secret hash is refused before the password is looked at", async () => {
  const attempt = (extra: Record<string, string>) =>
    refusal(
      wire.sdk.send(
        new AdminInitiateAuthCommand({
          UserPoolId: patients.id,
          ClientId: "patient-client",
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: email, PASSWORD: password, ...extra },
        }),
      ),
    );
  expect(await attempt({})).toMatchObject({
    name: "NotAuthorizedException",
    message: "Client patient-client is configured with secret but SECRET_HASH was not received",
  });
  expect(await attempt({ SECRET_HASH: "bm90IGl0" })).toMatchObject({
    name: "NotAuthorizedException",
    message: "Unable to verify secret hash for client patient-client",
  });
});

test("a flow the client does not list, and a client that does not exist, are refused", async () => {
  const attempt = (ClientId: string) =>
    refusal(
      wire.sdk.send(
        new AdminInitiateAuthCommand({
          UserPoolId: patients.id,
          ClientId,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: email, PASSWORD: password },
        }),
      ),
    );
  expect(await attempt("no-flows")).toMatchObject({ name: "InvalidParameterException" });
  expect(await attempt("no-such")).toMatchObject({ name: "ResourceNotFoundException" });
  expect(await attempt("staff-client")).toMatchObject({ name: "ResourceNotFoundException" });
});

test("five wrong passwords lock, each further one doubles, and a sign-in clears it", async () => {
  const exceeded = { name: "NotAuthorizedException", message: "Password attempts exceeded" };
  for (let tries = 0; tries < 5; tries += 1)
    expect(await refusal(ada.signIn("Not-the-password-1"))).toEqual(wrong);
  expect(await refusal(ada.signIn(password))).toEqual(exceeded);
  wire.clock.forward(1000);
  expect(await refusal(ada.signIn("Not-the-password-1"))).toEqual(wrong);
  wire.clock.forward(1999);
  expect(await refusal(ada.signIn(password))).toEqual(exceeded);
  wire.clock.forward(1);
  await signedIn();
  expect(await refusal(ada.signIn("Not-the-password-1"))).toEqual(wrong);
  await signedIn();
});

test("guesses sent side by side do not slip past the lockout", async () => {
  const guesses = Array.from({ length: 30 }, () => refusal(ada.signIn("Not-the-password-1")));
  const answers = await Promise.all([...guesses, refusal(ada.signIn(password))]);
  expect(answers.filter((answer) => JSON.stringify(answer) === JSON.stringify(wrong))).toHaveLength(
    5,
  );
  expect(answers).not.toContain("accepted");
});

test("many sign-ins of one person at once all succeed", async () => {
  await Promise.all(Array.from({ length: 20 }, signedIn));
});

test("a disabled person cannot sign in or refresh, and their tokens stay dead when enabled", async () => {
  const { refresh } = await signedIn();
  const named = { UserPoolId: patients.id, Username: email };
  await wire.sdk.send(new AdminDisableUserCommand(named));
  const disabled = { name: "NotAuthorizedException", message: "User is disabled." };
  expect(await refusal(ada.signIn(password))).toEqual(disabled);
  expect(await refusal(ada.signIn("Not-the-password-1"))).toEqual(wrong);
  expect(await refusal(ada.refresh(sub, refresh))).toMatchObject({
    name: "NotAuthorizedException",
  });
  await wire.sdk.send(new AdminEnableUserCommand(named));
  await signedIn();
  expect(await refusal(ada.refresh(sub, refresh))).toMatchObject({
    message: "Refresh Token has been revoked",
  });
});

test("a refresh gives new tokens of the same origin, and no second refresh token", async () => {
  const first = await signedIn();
  wire.clock.forward(3_600_000);
  const { AuthenticationResult: second } = await ada.refresh(sub, first.refresh);
  const claims = (token = "") =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  expect(second?.RefreshToken).toBeUndefined();
  const { origin_jti, auth_time } = claims(first.access);
  expect(claims(second?.AccessToken)).toMatchObject({ origin_jti, auth_time });
  wire.clock.forward(31 * 86_400_000);
  expect(await refusal(ada.refresh(sub, first.refresh))).toMatchObject({
    message: "Refresh Token has expired",
  });
});

test("a made-up, cut or foreign refresh token is refused", async () => {
  const { refresh, access } = await signedIn();
  for (const token of ["nonsense", refresh.slice(0, -2), access])
    expect(await refusal(ada.refresh(sub, token))).toEqual({
      name: "NotAuthorizedException",
      message: "Invalid Refresh Token",
    });
});

test("a revoked refresh token is dead, and only the client's secret may revoke it", async () => {
  const { refresh, access } = await signedIn();
  const revoke = (ClientSecret: string | undefined, Token: string) =>
    wire.sdk.send(new RevokeTokenCommand({ ClientId: "patient-client", ClientSecret, Token }));
  const described = await wire.sdk.send(
    new DescribeUserPoolClientCommand({ UserPoolId: patients.id, ClientId: "patient-client" }),
  );
  const secret = described.UserPoolClient?.ClientSecret;
  expect(await refusal(revoke("guess", refresh))).toMatchObject({ name: "UnauthorizedException" });
  expect(await refusal(revoke(secret, access))).toMatchObject({
    name: "UnsupportedTokenTypeException",
  });
  await ada.refresh(sub, refresh);
  await revoke(secret, refresh);
  expect(await refusal(ada.refresh(sub, refresh))).toMatchObject({
    name: "NotAuthorizedException",
  });
});

test("a global sign-out ends every refresh token, and a new sign-in works at once", async () => {
  const before = await signedIn();
  await wire.sdk.send(
    new AdminUserGlobalSignOutCommand({ UserPoolId: patients.id, Username: email }),
  );
  expect(await refusal(ada.refresh(sub, before.refresh))).toMatchObject({
    name: "NotAuthorizedException",
  });
  const after = await signedIn();
  await ada.refresh(sub, after.refresh);
});

test("an operation that is not served says so, and malformed input is a refusal", async () => {
  expect(await wire.identity.call("SignUp", {})).toMatchObject({
    status: 400,
    body: { __type: "UnknownOperationException" },
  });
  expect(await wire.identity.call("constructor", {})).toMatchObject({ status: 400 });
  for (const input of [undefined, null, "text", { UserPoolId: 3 }])
    expect(await wire.identity.call("AdminInitiateAuth", input)).toMatchObject({
      status: 400,
      body: { __type: "InvalidParameterException" },
    });
});
