import * as z from "zod/mini";
import { invalidParameter } from "./cognito-error.ts";
import { name, operation } from "./house.ts";
import { emailOf, type User } from "./store.ts";
import { attributeList, described } from "./users.ts";

const LARGEST_PAGE = 60;

const ListUsers = z.object({
  UserPoolId: name,
  Filter: z.optional(z.string()),
  Limit: z.optional(z.number().check(z.minimum(0), z.maximum(LARGEST_PAGE))),
  PaginationToken: z.optional(z.string()),
});

/** Cognito's filter language for the attributes it indexes: `email = "x"` and `email ^= "x"`. */
function matcher(filter: string): (user: User) => boolean {
  const [, attribute, operator, wanted] =
    /^\s*"?(email|sub|username)"?\s*(=|\^=)\s*"([^"]*)"\s*$/.exec(filter) ?? [];
  if (attribute === undefined || wanted === undefined)
    throw invalidParameter("Error while parsing filter.");
  const sought = wanted.toLowerCase();
  const value = (user: User) => (attribute === "email" ? emailOf(user) : user.sub).toLowerCase();
  return operator === "="
    ? (user) => value(user) === sought
    : (user) => value(user).startsWith(sought);
}

const oldestFirst = (one: User, other: User) =>
  one.createdAt - other.createdAt || one.sub.localeCompare(other.sub);

export const listUsers = operation(ListUsers, (house, input) => {
  const pool = house.pools.pool(input.UserPoolId);
  const matches = input.Filter ? matcher(input.Filter) : () => true;
  const found = house.store.list(pool.id).filter(matches).sort(oldestFirst);
  const from = Number(Buffer.from(input.PaginationToken ?? "", "base64url").toString() || 0);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter("Invalid pagination token.");
  const until = from + (input.Limit || LARGEST_PAGE);
  const Users = found
    .slice(from, until)
    .map((user) => ({ ...described(user), Attributes: attributeList(user) }));
  if (until >= found.length) return { Users };
  return { Users, PaginationToken: Buffer.from(String(until)).toString("base64url") };
});

export const describeUserPool = operation(z.object({ UserPoolId: name }), (house, input) => {
  const pool = house.pools.pool(input.UserPoolId);
  const { id: Id, name: Name, mfa: MfaConfiguration, minimumLength: MinimumLength } = pool;
  return {
    UserPool: {
      Id,
      Name,
      MfaConfiguration,
      Policies: { PasswordPolicy: { MinimumLength } },
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      EstimatedNumberOfUsers: house.store.list(Id).length,
      Arn: `arn:aws:cognito-idp:${house.region}:000000000000:userpool/${Id}`,
    },
  };
});

const NamedClient = z.object({ UserPoolId: name, ClientId: name });

export const describeUserPoolClient = operation(NamedClient, (house, input) => {
  const client = house.pools.client(input.UserPoolId, input.ClientId);
  const secret = house.store.contents.clientSecrets[client.id];
  return {
    UserPoolClient: {
      UserPoolId: input.UserPoolId,
      ClientId: client.id,
      ClientName: client.name,
      ...(client.hasSecret && secret !== undefined ? { ClientSecret: secret } : {}),
      ExplicitAuthFlows: client.explicitAuthFlows,
      PreventUserExistenceErrors: "ENABLED",
      EnableTokenRevocation: true,
      RefreshTokenValidity: 30,
      AccessTokenValidity: client.accessTokenMinutes ?? 60,
      TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "days" },
    },
  };
});
