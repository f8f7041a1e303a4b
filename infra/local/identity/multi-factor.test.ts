import {
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, test } from "vitest";
import { person } from "./testing-person.ts";
import { openWire, password, patients, staff, type Wire } from "./testing-wire.ts";
import { totpCode, totpStep } from "./totp.ts";

const email = "frontdesk@example.test";
let wire: Wire;

beforeEach(async () => {
  wire = await openWire();
  for (const pool of [staff, patients])
    await wire.identity.ensureUser({ poolId: pool.id, email, password });
});
afterEach(async () => {
  expect(wire.errors).toEqual([]);
  await wire.close();
});

const code = (secret = "") => totpCode(secret, totpStep(wire.clock.now()));
const wrongCode = (secret = "") => String((Number(code(secret)) + 7) % 1_000_000).padStart(6, "0");

async function setUp() {
  const desk = person(wire, staff, email);
  const asked = await desk.signIn(password);
  expect(asked.ChallengeName).toBe("MFA_SETUP");
  const made = await wire.sdk.send(new AssociateSoftwareTokenCommand({ Session: asked.Session }));
  const UserCode = code(made.SecretCode);
  const proved = await wire.sdk.send(
    new VerifySoftwareTokenCommand({ Session: made.Session, UserCode }),
  );
  expect(proved.Status).toBe("SUCCESS");
  const done = await desk.respond("MFA_SETUP", proved.Session, {});
  expect(done.AuthenticationResult?.AccessToken).toBeDefined();
  return { desk, secret: made.SecretCode ?? "" };
}

test("where MFA is required, the first sign-in sets it up and the next asks for a code", async () => {
  const { desk, secret } = await setUp();
  const asked = await desk.signIn(password);
  expect(asked.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  expect(asked.AuthenticationResult).toBeUndefined();
  const answers = { SOFTWARE_TOKEN_MFA_CODE: code(secret) };
  const done = await desk.respond("SOFTWARE_TOKEN_MFA", asked.Session, answers);
  expect(done.AuthenticationResult?.RefreshToken).toBeDefined();
});

test("MFA set-up cannot be skipped: neither unproved, nor by answering another challenge", async () => {
  const desk = person(wire, staff, email);
  const asked = await desk.signIn(password);
  await expect(desk.respond("MFA_SETUP", asked.Session, {})).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  const made = await wire.sdk.send(new AssociateSoftwareTokenCommand({ Session: asked.Session }));
  await expect(
    wire.sdk.send(
      new VerifySoftwareTokenCommand({
        Session: made.Session,
        UserCode: wrongCode(made.SecretCode),
      }),
    ),
  ).rejects.toMatchObject({ name: "EnableSoftwareTokenMFAException" });
  await expect(desk.respond("MFA_SETUP", made.Session, {})).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  const answers = { NEW_PASSWORD: "Another-password-1" };
  await expect(desk.respond("NEW_PASSWORD_REQUIRED", made.Session, answers)).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
});

test("a wrong code is CodeMismatch, the session takes another try, and the third ends it", async () => {
  const { desk, secret } = await setUp();
  const mismatch = { name: "CodeMismatchException" };
  const answer = (session: string | undefined, given: string) =>
    desk.respond("SOFTWARE_TOKEN_MFA", session, { SOFTWARE_TOKEN_MFA_CODE: given });
  const first = await desk.signIn(password);
  await expect(answer(first.Session, wrongCode(secret))).rejects.toMatchObject(mismatch);
  await answer(first.Session, code(secret));
  wire.clock.forward(60_000);
  const second = await desk.signIn(password);
  for (let tries = 0; tries < 3; tries += 1)
    await expect(answer(second.Session, wrongCode(secret))).rejects.toMatchObject(mismatch);
  await expect(answer(second.Session, code(secret))).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
});

test("a right password does not reset the count of wrong codes", async () => {
  const { desk, secret } = await setUp();
  const outcomes: string[] = [];
  for (let tries = 0; tries < 8; tries += 1) {
    const outcome = await desk
      .signIn(password)
      .then((asked) =>
        desk.respond("SOFTWARE_TOKEN_MFA", asked.Session, {
          SOFTWARE_TOKEN_MFA_CODE: wrongCode(secret),
        }),
      )
      .then(
        () => "accepted",
        (error: Error) => error.message,
      );
    outcomes.push(outcome);
  }
  expect(outcomes.slice(5)).toEqual(Array(3).fill("Password attempts exceeded"));
});

test("a code works once", async () => {
  const { desk, secret } = await setUp();
  const answers = { SOFTWARE_TOKEN_MFA_CODE: code(secret) };
  await desk.respond("SOFTWARE_TOKEN_MFA", (await desk.signIn(password)).Session, answers);
  const again = desk.respond("SOFTWARE_TOKEN_MFA", (await desk.signIn(password)).Session, answers);
  await expect(again).rejects.toMatchObject({ name: "ExpiredCodeException" });
});

test("a session is over after three minutes, after its use, and for anybody else", async () => {
  const { desk, secret } = await setUp();
  await wire.identity.ensureUser({ poolId: staff.id, email: "billing@example.test", password });
  const notAuthorized = { name: "NotAuthorizedException" };
  const answer = (who: typeof desk, session: string | undefined) =>
    who.respond("SOFTWARE_TOKEN_MFA", session, { SOFTWARE_TOKEN_MFA_CODE: code(secret) });
  const late = await desk.signIn(password);
  wire.clock.forward(180_000);
  await expect(answer(desk, late.Session)).rejects.toMatchObject(notAuthorized);
  const { Session } = await desk.signIn(password);
  const billing = person(wire, staff, "billing@example.test");
  await expect(answer(billing, Session)).rejects.toMatchObject(notAuthorized);
  await answer(desk, Session);
  await expect(answer(desk, Session)).rejects.toMatchObject(notAuthorized);
});

test("where MFA is optional it starts when verified and preferred, and can be taken back", async () => {
  const ada = person(wire, patients, email);
  const AccessToken = (await ada.signIn(password)).AuthenticationResult?.AccessToken;
  const prefer = (Enabled: boolean) =>
    wire.sdk.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: patients.id,
        Username: email,
        SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled },
      }),
    );
  await expect(prefer(true)).rejects.toMatchObject({ name: "InvalidParameterException" });
  const { SecretCode } = await wire.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const verify = (UserCode: string) =>
    wire.sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  await expect(verify(wrongCode(SecretCode))).rejects.toMatchObject({
    name: "EnableSoftwareTokenMFAException",
  });
  expect((await verify(code(SecretCode))).Status).toBe("SUCCESS");
  expect((await ada.signIn(password)).AuthenticationResult).toBeDefined();
  await prefer(true);
  expect((await ada.signIn(password)).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  await prefer(false);
  expect((await ada.signIn(password)).AuthenticationResult).toBeDefined();
});

test("an access token that is forged, expired or signed out opens nothing", async () => {
  const ada = person(wire, patients, email);
  const AccessToken = (await ada.signIn(password)).AuthenticationResult?.AccessToken ?? "";
  const associate = (token: string) =>
    wire.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken: token }));
  const [header, payload, signature] = AccessToken.split(".");
  const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
  const other = Buffer.from(JSON.stringify({ ...claims, sub: "other" })).toString("base64url");
  const refused = (message: string) => ({ name: "NotAuthorizedException", message });
  for (const token of ["abc", `${header}.${other}.${signature}`])
    await expect(associate(token)).rejects.toMatchObject(refused("Invalid Access Token"));
  await wire.sdk.send(
    new AdminUserGlobalSignOutCommand({ UserPoolId: patients.id, Username: email }),
  );
  await expect(associate(AccessToken)).rejects.toMatchObject(
    refused("Access Token has been revoked"),
  );
  wire.clock.forward(3_600_000);
  await expect(associate(AccessToken)).rejects.toMatchObject(refused("Access Token has expired"));
});
