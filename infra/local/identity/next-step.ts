import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { ChallengeName } from "./challenges.ts";
import { invalidParameter, notAuthorized } from "./cognito-error.ts";
import { attemptKey, type House } from "./house.ts";
import type { Client } from "./pools.ts";
import type { User } from "./store.ts";

export const Parameters = z.record(z.string(), z.string());
export type Parameters = z.infer<typeof Parameters>;

export function need(parameters: Parameters, key: string): string {
  const value = parameters[key];
  if (value === undefined || value === "")
    throw invalidParameter(`Missing required parameter ${key}`);
  return value;
}

export function assertUsable(house: House, user: User): void {
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status === "FORCE_CHANGE_PASSWORD" && house.now() > (user.temporaryUntil ?? 0))
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
}

/** Tokens, or the one thing still missing. */
export function nextStep(house: House, client: Client, user: User) {
  const ask = (challenge: ChallengeName, parameters: Parameters) => {
    const about = { name: challenge, poolId: user.poolId, clientId: client.id, sub: user.sub };
    return {
      ChallengeName: challenge,
      Session: house.challenges.open(about),
      ChallengeParameters: { USER_ID_FOR_SRP: user.sub, ...parameters },
    };
  };
  if (user.status === "FORCE_CHANGE_PASSWORD")
    return ask("NEW_PASSWORD_REQUIRED", {
      requiredAttributes: "[]",
      userAttributes: JSON.stringify(user.attributes),
    });
  const { mfa } = house.pools.pool(user.poolId);
  if (mfa !== "OFF" && user.totp?.enabled)
    return ask("SOFTWARE_TOKEN_MFA", { FRIENDLY_DEVICE_NAME: "" });
  if (mfa === "ON") return ask("MFA_SETUP", { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
  return signedIn(house, client, user);
}

export function signedIn(house: House, client: Client, user: User) {
  house.signIns.clear(attemptKey(user.poolId, user.sub, user));
  const grant = {
    poolId: user.poolId,
    clientId: client.id,
    sub: user.sub,
    originJti: randomUUID(),
    generation: user.generation,
    authTime: Math.floor(house.now() / 1000),
  };
  const issued = house.tokens.issue(user, client, grant);
  const RefreshToken = house.tokens.sealRefresh(grant);
  return { ChallengeParameters: {}, AuthenticationResult: { ...issued, RefreshToken } };
}
