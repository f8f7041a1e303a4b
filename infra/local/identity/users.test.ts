import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, test } from "vitest";
import { person } from "./testing-person.ts";
import { openWire, password, patients, staff, type Wire } from "./testing-wire.ts";

const UserPoolId = patients.id;
const ClientId = "patient-client";
const email = "ada@example.test";
const named = { UserPoolId, Username: email };
let wire: Wire;

beforeEach(async () => {
  wire = await openWire();
});
afterEach(async () => {
  expect(wire.errors).toEqual([]);
  await wire.close();
});

const ensure = (address = email) =>
  wire.identity.ensureUser({ poolId: UserPoolId, email: address, password });

test("a person made with a temporary password chooses their own at the first sign-in", async () => {
  const made = await wire.sdk.send(
    new AdminCreateUserCommand({
      ...named,
      TemporaryPassword: "Temporary-word-1",
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "email_verified", Value: "true" },
        { Name: "custom:patientId", Value: "p1" },
      ],
    }),
  );
  expect(made.User).toMatchObject({ UserStatus: "FORCE_CHANGE_PASSWORD", Enabled: true });
  expect(made.User?.UserCreateDate?.getTime()).toBe(wire.clock.now());
  expect(wire.codes).toEqual([]);
  const ada = person(wire, patients, email);
  const asked = await ada.signIn("Temporary-word-1");
  expect(asked.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  const answer = (NEW_PASSWORD: string) =>
    ada.respond("NEW_PASSWORD_REQUIRED", asked.Session, { NEW_PASSWORD });
  await expect(answer("short")).rejects.toMatchObject({ name: "InvalidPasswordException" });
  expect((await answer("My-own-password-1")).AuthenticationResult?.AccessToken).toBeDefined();
  await expect(ada.signIn("Temporary-word-1")).rejects.toThrow("Incorrect username or password.");
  expect((await ada.signIn("My-own-password-1")).AuthenticationResult).toBeDefined();
});

test("an invitation carries a working temporary password that dies after seven days", async () => {
  await wire.sdk.send(new AdminCreateUserCommand(named));
  const [message] = wire.codes;
  expect(message).toMatchObject({ kind: "invitation", email, poolId: UserPoolId });
  const ada = person(wire, patients, email);
  expect((await ada.signIn(message?.code ?? "")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  wire.clock.forward(8 * 86_400_000);
  await expect(ada.signIn(message?.code ?? "")).rejects.toThrow(/Temporary password has expired/);
  await wire.sdk.send(new AdminCreateUserCommand({ ...named, MessageAction: "RESEND" }));
  expect((await ada.signIn(wire.codes[1]?.code ?? "")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
});

test("an e-mail is one person in a pool, whatever its case, and must look like one", async () => {
  await ensure();
  const create = (Username: string) =>
    wire.sdk.send(new AdminCreateUserCommand({ UserPoolId, Username }));
  await expect(create("Ada@Example.test")).rejects.toMatchObject({
    name: "UsernameExistsException",
  });
  await expect(create("ada")).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("an administrator reads, changes and deletes a person", async () => {
  const { sub } = await ensure();
  await wire.sdk.send(
    new AdminUpdateUserAttributesCommand({
      ...named,
      UserAttributes: [
        { Name: "email", Value: "new@example.test" },
        { Name: "custom:patientId", Value: "P1" },
      ],
    }),
  );
  const read = (Username: string) =>
    wire.sdk.send(new AdminGetUserCommand({ UserPoolId, Username }));
  const user = await read("new@example.test");
  expect(user).toMatchObject({ Username: sub, UserStatus: "CONFIRMED", Enabled: true });
  expect(user.UserAttributes).toContainEqual({ Name: "custom:patientId", Value: "P1" });
  const notFound = { name: "UserNotFoundException", message: "User does not exist." };
  await expect(read(email)).rejects.toMatchObject(notFound);
  await wire.sdk.send(new AdminDeleteUserCommand({ UserPoolId, Username: sub }));
  await expect(read(sub)).rejects.toMatchObject(notFound);
  await expect(person(wire, patients, "new@example.test").signIn(password)).rejects.toThrow(
    "Incorrect username or password.",
  );
});

test("a sub, an unknown attribute and somebody else's e-mail are refused", async () => {
  await ensure();
  await ensure("grace@example.test");
  const update = (Name: string, Value: string) =>
    wire.sdk.send(
      new AdminUpdateUserAttributesCommand({ ...named, UserAttributes: [{ Name, Value }] }),
    );
  await expect(update("sub", "x")).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(update("shoe", "9")).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(update("email", "Grace@example.test")).rejects.toMatchObject({
    name: "AliasExistsException",
  });
});

test("an administrator's password obeys the policy and counts at once", async () => {
  await ensure();
  const set = (Password: string) =>
    wire.sdk.send(new AdminSetUserPasswordCommand({ ...named, Password, Permanent: true }));
  await expect(set("abc")).rejects.toMatchObject({ name: "InvalidPasswordException" });
  await set("Set-by-the-practice-1");
  const ada = person(wire, patients, email);
  await expect(ada.signIn(password)).rejects.toThrow("Incorrect username or password.");
  expect((await ada.signIn("Set-by-the-practice-1")).AuthenticationResult).toBeDefined();
});

test("the directory lists by e-mail and in pages, one pool at a time", async () => {
  await Promise.all([1, 2, 3, 4, 5].map((n) => ensure(`patient${n}@example.test`)));
  await wire.identity.ensureUser({ poolId: staff.id, email, password });
  const list = (extra: object) => wire.sdk.send(new ListUsersCommand({ UserPoolId, ...extra }));
  expect((await list({ Filter: 'email = "Patient3@example.test"' })).Users).toHaveLength(1);
  expect((await list({ Filter: 'email ^= "patient"' })).Users).toHaveLength(5);
  expect((await list({ Filter: `email = "${email}"` })).Users).toEqual([]);
  const first = await list({ Limit: 3 });
  const second = await list({ Limit: 3, PaginationToken: first.PaginationToken });
  const names = [...(first.Users ?? []), ...(second.Users ?? [])].map((user) => user.Username);
  expect(new Set(names).size).toBe(5);
  expect(second.PaginationToken).toBeUndefined();
  await expect(list({ Filter: "shoe = 9" })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
});

test("pools and clients describe themselves; only a client with a secret shows one", async () => {
  const { UserPool } = await wire.sdk.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool).toMatchObject({ MfaConfiguration: "OPTIONAL", Id: UserPoolId });
  const describe = (id: string) =>
    wire.sdk.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: id }));
  expect((await describe(ClientId)).UserPoolClient?.ClientSecret).toMatch(/^[0-9a-f]{64}$/);
  expect((await describe("no-flows")).UserPoolClient?.ClientSecret).toBeUndefined();
  await expect(
    wire.sdk.send(new DescribeUserPoolCommand({ UserPoolId: "us-east-1_None" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

async function forgot(Username: string) {
  const SecretHash = await wire.secretHash(patients, Username);
  return wire.sdk.send(new ForgotPasswordCommand({ ClientId, Username, SecretHash }));
}

async function confirm(Username: string, ConfirmationCode: string, Password: string) {
  const SecretHash = await wire.secretHash(patients, Username);
  const input = { ClientId, Username, SecretHash, ConfirmationCode, Password };
  return wire.sdk.send(new ConfirmForgotPasswordCommand(input));
}

test("a forgotten password is replaced with the code that was sent, once", async () => {
  await ensure();
  const { CodeDeliveryDetails } = await forgot(email);
  expect(CodeDeliveryDetails?.Destination).toBe("a***@e***");
  const code = wire.codes[0]?.code ?? "";
  const other = code === "000000" ? "111111" : "000000";
  const mismatch = { name: "CodeMismatchException" };
  await expect(confirm(email, other, "A-new-password-1")).rejects.toMatchObject(mismatch);
  await confirm(email, code, "A-new-password-1");
  await expect(confirm(email, code, "One-more-password-1")).rejects.toMatchObject(mismatch);
  const ada = person(wire, patients, email);
  expect((await ada.signIn("A-new-password-1")).AuthenticationResult).toBeDefined();
});

test("a stranger's forgotten password looks the same and sends nothing", async () => {
  const stranger = "stranger@example.test";
  expect((await forgot(stranger)).CodeDeliveryDetails?.Destination).toBe("s***@e***");
  expect(wire.codes).toEqual([]);
  await expect(confirm(stranger, "123456", "A-new-password-1")).rejects.toMatchObject({
    name: "CodeMismatchException",
  });
});

test("a code dies after an hour, and guessing it is limited", async () => {
  await ensure();
  await forgot(email);
  const code = wire.codes[0]?.code ?? "";
  wire.clock.forward(3_600_001);
  await expect(confirm(email, code, "A-new-password-1")).rejects.toMatchObject({
    name: "ExpiredCodeException",
  });
  const guess = () =>
    confirm(email, "not-it", "A-new-password-1").catch((error: Error) => error.name);
  const names: unknown[] = [];
  for (let tries = 0; tries < 6; tries += 1) names.push(await guess());
  expect(names.at(-1)).toBe("LimitExceededException");
});
