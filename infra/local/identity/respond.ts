import * as z from "zod/mini";
import type { Challenge } from "./challenges.ts";
import {
  attemptsExceeded,
  CognitoError,
  invalidParameter,
  notAuthorized,
} from "./cognito-error.ts";
import { assertSecretHash, attemptKey, type House, name, operation } from "./house.ts";
import { assertUsable, need, nextStep, Parameters, signedIn } from "./next-step.ts";
import { assertPolicy, hashPassword } from "./passwords.ts";
import type { Client } from "./pools.ts";
import type { User } from "./store.ts";
import { matchingStep } from "./totp.ts";

const RespondToChallenge = z.object({
  UserPoolId: name,
  ClientId: name,
  ChallengeName: name,
  Session: name,
  ChallengeResponses: z.optional(Parameters),
});

type Answer = Readonly<{
  client: Client;
  user: User;
  session: string;
  challenge: Challenge;
  responses: Parameters;
}>;

export const adminRespondToAuthChallenge = operation(RespondToChallenge, (house, input) => {
  const client = house.pools.client(input.UserPoolId, input.ClientId);
  const responses = input.ChallengeResponses ?? {};
  const username = need(responses, "USERNAME");
  assertSecretHash(house, { client, username, secretHash: responses["SECRET_HASH"] });
  const challenge = house.challenges.look(input.Session);
  const user = house.store.find(challenge.poolId, challenge.sub);
  const named = house.store.find(input.UserPoolId, username);
  const fits = challenge.clientId === client.id && challenge.name === input.ChallengeName;
  if (!user || !fits || named?.sub !== user.sub)
    throw notAuthorized("Invalid session for the user.");
  assertUsable(house, user);
  return answer(house, { client, user, session: input.Session, challenge, responses });
});

function answer(house: House, given: Answer) {
  switch (given.challenge.name) {
    case "NEW_PASSWORD_REQUIRED":
      return newPassword(house, given);
    case "SOFTWARE_TOKEN_MFA":
      return softwareToken(house, given);
    case "MFA_SETUP":
      return mfaSetUp(house, given);
  }
}

async function newPassword(house: House, { client, user, session, responses }: Answer) {
  const chosen = need(responses, "NEW_PASSWORD");
  assertPolicy(chosen, house.pools.pool(user.poolId).minimumLength);
  house.challenges.close(session);
  const password = await hashPassword(chosen);
  const changed = house.store.change(user, {
    password,
    status: "CONFIRMED",
    modifiedAt: house.now(),
  });
  await house.store.save();
  return nextStep(house, client, changed);
}

/** Wrong codes share the password's lockout, which only a finished sign-in clears. */
async function softwareToken(house: House, { client, user, session, responses }: Answer) {
  const code = need(responses, "SOFTWARE_TOKEN_MFA_CODE");
  const attempt = attemptKey(user.poolId, user.sub, user);
  if (house.signIns.locked(attempt)) throw attemptsExceeded();
  const { totp } = user;
  if (!totp) throw invalidParameter("User has no software token.");
  const step = matchingStep(totp.secret, code, house.now());
  if (step === undefined) {
    house.signIns.wrong(attempt);
    house.challenges.wrongCode(session);
    throw new CognitoError("CodeMismatchException", "Invalid code received for user");
  }
  if (step <= (totp.lastStep ?? 0))
    throw new CognitoError(
      "ExpiredCodeException",
      "Your software token has already been used once.",
    );
  house.challenges.close(session);
  const changed = house.store.change(user, { totp: { ...totp, lastStep: step } });
  await house.store.save();
  return signedIn(house, client, changed);
}

async function mfaSetUp(house: House, { client, user, session, challenge }: Answer) {
  const secret = challenge.totpSecret;
  if (secret === undefined || !challenge.totpProved)
    throw invalidParameter("User has not verified software token mfa");
  house.challenges.close(session);
  const totp = { secret, enabled: true };
  const changed = house.store.change(user, { totp, modifiedAt: house.now() });
  await house.store.save();
  return signedIn(house, client, changed);
}
