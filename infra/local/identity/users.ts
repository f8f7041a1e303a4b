import { randomBytes, randomInt, randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { CognitoError, invalidParameter } from "./cognito-error.ts";
import { Attributes, attemptKey, type House, name, operation } from "./house.ts";
import { assertPolicy, hashPassword, type PasswordHash } from "./passwords.ts";
import { emailOf, type User } from "./store.ts";

const TEMPORARY_PASSWORD_MS = 7 * 86_400_000;
const STANDARD =
  /^(email|email_verified|phone_number|phone_number_verified|name|given_name|family_name|middle_name|nickname|preferred_username|birthdate|gender|locale|zoneinfo|address|picture|profile|website|custom:.+)$/;

const Named = z.object({ UserPoolId: name, Username: name });
const Create = z.object({
  UserPoolId: name,
  Username: name,
  TemporaryPassword: z.optional(z.string()),
  MessageAction: z.optional(z.enum(["RESEND", "SUPPRESS"])),
  UserAttributes: z.optional(Attributes),
});
const SetPassword = z.object({
  UserPoolId: name,
  Username: name,
  Password: z.string(),
  Permanent: z.optional(z.boolean()),
});
const UpdateAttributes = z.object({
  UserPoolId: name,
  Username: name,
  UserAttributes: Attributes,
});

function readAttributes(given: z.infer<typeof Attributes>): Record<string, string> {
  for (const { Name } of given) {
    if (Name === "sub") throw invalidParameter("user.sub: Attribute cannot be updated.\n");
    if (!STANDARD.test(Name))
      throw invalidParameter(`Attributes did not conform to the schema: ${Name}: unknown\n`);
  }
  const attributes = Object.fromEntries(given.map(({ Name, Value = "" }) => [Name, Value]));
  const email = attributes["email"];
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalidParameter("Invalid email address format.");
  return attributes;
}

type NewUser = Readonly<{
  poolId: string;
  email: string;
  sub?: string | undefined;
  attributes?: Record<string, string>;
  groups?: readonly string[] | undefined;
  password: PasswordHash;
  temporary: boolean;
}>;

export function addUser(house: House, given: NewUser): User {
  if (house.store.find(given.poolId, given.email))
    throw new CognitoError(
      "UsernameExistsException",
      "An account with the given email already exists.",
    );
  const now = house.now();
  const user: User = {
    poolId: given.poolId,
    sub: given.sub ?? randomUUID(),
    attributes: { ...given.attributes, email: given.email },
    groups: [...(given.groups ?? [])],
    status: given.temporary ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED",
    enabled: true,
    password: given.password,
    ...(given.temporary ? { temporaryUntil: now + TEMPORARY_PASSWORD_MS } : {}),
    generation: 0,
    createdAt: now,
    modifiedAt: now,
  };
  house.store.put(user);
  return user;
}

/** One of each kind of character, whatever the pool asks for. */
const temporaryPassword = () => `Aa1!${randomBytes(12).toString("base64url")}${randomInt(10)}`;

export const adminCreateUser = operation(Create, async (house, input) => {
  const pool = house.pools.pool(input.UserPoolId);
  const attributes = readAttributes([
    { Name: "email", Value: input.Username },
    ...(input.UserAttributes ?? []),
  ]);
  const email = attributes["email"] ?? input.Username;
  const chosen = input.TemporaryPassword ?? temporaryPassword();
  assertPolicy(chosen, pool.minimumLength);
  const password = await hashPassword(chosen);
  const user =
    input.MessageAction === "RESEND"
      ? invitedAgain(house, house.store.need(pool.id, input.Username), password)
      : addUser(house, { poolId: pool.id, email, attributes, password, temporary: true });
  await house.store.save();
  if (input.MessageAction !== "SUPPRESS")
    house.onCode({ kind: "invitation", poolId: pool.id, email: emailOf(user), code: chosen });
  return { User: { ...described(user), Attributes: attributeList(user) } };
});

function invitedAgain(house: House, user: User, password: PasswordHash): User {
  if (user.status !== "FORCE_CHANGE_PASSWORD")
    throw new CognitoError(
      "UnsupportedUserStateException",
      "Resend not possible. User is not in FORCE_CHANGE_PASSWORD state.",
    );
  const temporaryUntil = house.now() + TEMPORARY_PASSWORD_MS;
  return house.store.change(user, { password, temporaryUntil, modifiedAt: house.now() });
}

export const adminSetUserPassword = operation(SetPassword, async (house, input) => {
  const pool = house.pools.pool(input.UserPoolId);
  const user = house.store.need(pool.id, input.Username);
  assertPolicy(input.Password, pool.minimumLength);
  const password = await hashPassword(input.Password);
  house.store.change(user, {
    password,
    status: input.Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
    temporaryUntil: house.now() + TEMPORARY_PASSWORD_MS,
    modifiedAt: house.now(),
  });
  house.signIns.clear(attemptKey(pool.id, user.sub, user));
  await house.store.save();
  return {};
});

/** AWS JSON carries instants as seconds since 1970. */
export const described = (user: User) => ({
  Username: user.sub,
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.modifiedAt / 1000,
  Enabled: user.enabled,
  UserStatus: user.status,
});

export const attributeList = (user: User) =>
  Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));

export const adminGetUser = operation(Named, (house, input) => {
  house.pools.pool(input.UserPoolId);
  const user = house.store.need(input.UserPoolId, input.Username);
  const mfa = user.totp?.enabled
    ? { PreferredMfaSetting: "SOFTWARE_TOKEN_MFA", UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] }
    : {};
  return { ...described(user), UserAttributes: attributeList(user), ...mfa };
});

/** Operations that only change one record, or end its tokens. */
const changing = (changes: (user: User, now: number) => Partial<User>) =>
  operation(Named, async (house, input) => {
    house.pools.pool(input.UserPoolId);
    const user = house.store.need(input.UserPoolId, input.Username);
    house.store.change(user, { ...changes(user, house.now()), modifiedAt: house.now() });
    await house.store.save();
    return {};
  });

const signedOut = (user: User, now: number) => ({
  generation: user.generation + 1,
  signedOutAt: now,
});

export const adminEnableUser = changing(() => ({ enabled: true }));
export const adminDisableUser = changing((user, now) => ({
  enabled: false,
  ...signedOut(user, now),
}));
export const adminUserGlobalSignOut = changing(signedOut);

export const adminDeleteUser = operation(Named, async (house, input) => {
  house.pools.pool(input.UserPoolId);
  house.store.remove(house.store.need(input.UserPoolId, input.Username));
  await house.store.save();
  return {};
});

export const adminUpdateUserAttributes = operation(UpdateAttributes, async (house, input) => {
  house.pools.pool(input.UserPoolId);
  const user = house.store.need(input.UserPoolId, input.Username);
  const attributes = readAttributes(input.UserAttributes);
  const email = attributes["email"] ?? emailOf(user);
  const holder = house.store.find(user.poolId, email);
  if (holder && holder.sub !== user.sub)
    throw new CognitoError("AliasExistsException", "An account with the email already exists.");
  house.store.change(user, {
    attributes: { ...user.attributes, ...attributes },
    modifiedAt: house.now(),
  });
  await house.store.save();
  return {};
});
