import * as z from "zod/mini";
import { attemptsExceeded, invalidParameter, notAuthorized } from "./cognito-error.ts";
import { assertSecretHash, attemptKey, type House, name, operation } from "./house.ts";
import { assertUsable, need, nextStep, Parameters } from "./next-step.ts";
import { passwordMatches } from "./passwords.ts";
import type { Client } from "./pools.ts";
import { REFRESH_MS } from "./tokens.ts";

const InitiateAuth = z.object({
  UserPoolId: name,
  ClientId: name,
  AuthFlow: name,
  AuthParameters: z.optional(Parameters),
});
type InitiateAuth = z.infer<typeof InitiateAuth>;

function assertFlow(client: Client, flow: string): void {
  if (!client.explicitAuthFlows.includes(`ALLOW_${flow}`))
    throw invalidParameter("Auth flow not enabled for this client");
}

export const adminInitiateAuth = operation(InitiateAuth, (house, input) => {
  const client = house.pools.client(input.UserPoolId, input.ClientId);
  switch (input.AuthFlow) {
    case "ADMIN_USER_PASSWORD_AUTH":
    case "ADMIN_NO_SRP_AUTH":
      assertFlow(client, "ADMIN_USER_PASSWORD_AUTH");
      return signInWithPassword(house, client, input);
    case "REFRESH_TOKEN_AUTH":
    case "REFRESH_TOKEN":
      assertFlow(client, "REFRESH_TOKEN_AUTH");
      return refresh(house, client, input);
    default:
      throw invalidParameter(`Initiate Auth method not supported: ${input.AuthFlow}`);
  }
});

async function signInWithPassword(house: House, client: Client, input: InitiateAuth) {
  const parameters = input.AuthParameters ?? {};
  const username = need(parameters, "USERNAME");
  const password = need(parameters, "PASSWORD");
  assertSecretHash(house, { client, username, secretHash: parameters["SECRET_HASH"] });
  const user = house.store.find(input.UserPoolId, username);
  const attempt = attemptKey(input.UserPoolId, username, user);
  if (house.signIns.locked(attempt)) throw attemptsExceeded();
  const matches = await passwordMatches(password, user?.password);
  // Asked again after the hash: guesses sent side by side must not slip past the count.
  if (house.signIns.locked(attempt)) throw attemptsExceeded();
  const current = user && house.store.find(user.poolId, user.sub);
  if (!matches || !current) {
    house.signIns.wrong(attempt);
    throw notAuthorized();
  }
  assertUsable(house, current);
  return nextStep(house, client, current);
}

function refresh(house: House, client: Client, input: InitiateAuth) {
  const parameters = input.AuthParameters ?? {};
  const grant = house.tokens.openRefresh(need(parameters, "REFRESH_TOKEN"));
  if (grant?.clientId !== client.id || grant.poolId !== input.UserPoolId)
    throw notAuthorized("Invalid Refresh Token");
  const secretHash = parameters["SECRET_HASH"];
  // Here, and only here, Cognito hashes its own user name (the sub), not the e-mail typed in.
  assertSecretHash(house, { client, username: grant.sub, secretHash });
  const user = house.store.find(grant.poolId, grant.sub);
  if (!user) throw notAuthorized("Invalid Refresh Token");
  if (grant.originJti in house.store.contents.revoked || grant.generation !== user.generation)
    throw notAuthorized("Refresh Token has been revoked");
  if (house.now() > grant.authTime * 1000 + REFRESH_MS)
    throw notAuthorized("Refresh Token has expired");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return {
    ChallengeParameters: {},
    AuthenticationResult: house.tokens.issue(user, client, grant),
  };
}
