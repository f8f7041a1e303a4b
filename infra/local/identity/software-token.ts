import * as z from "zod/mini";
import type { Challenge } from "./challenges.ts";
import { CognitoError, invalidParameter, notAuthorized } from "./cognito-error.ts";
import { type House, name, operation } from "./house.ts";
import type { User } from "./store.ts";
import { matchingStep, newTotpSecret } from "./totp.ts";

const Associate = z.object({ AccessToken: z.optional(name), Session: z.optional(name) });
const Verify = z.object({
  AccessToken: z.optional(name),
  Session: z.optional(name),
  UserCode: z.string().check(z.regex(/^\d{6}$/)),
  FriendlyDeviceName: z.optional(z.string()),
});
const Preference = z.object({
  UserPoolId: name,
  Username: name,
  SMSMfaSettings: z.optional(z.object({ Enabled: z.optional(z.boolean()) })),
  EmailMfaSettings: z.optional(z.object({ Enabled: z.optional(z.boolean()) })),
  SoftwareTokenMfaSettings: z.optional(
    z.object({ Enabled: z.optional(z.boolean()), PreferredMfa: z.optional(z.boolean()) }),
  ),
});

/** The person an access token speaks for, unless they were signed out, disabled or deleted since. */
function bearer(house: House, accessToken: string): User {
  const claims = house.tokens.readAccess(accessToken);
  const user = house.store.find(claims.poolId, claims.sub);
  const revoked =
    claims.origin_jti in house.store.contents.revoked ||
    // Token times are whole seconds: one from the same second as the sign-out counts as older.
    claims.auth_time * 1000 <= (user?.signedOutAt ?? -1);
  if (!user?.enabled || revoked) throw notAuthorized("Access Token has been revoked");
  return user;
}

function setUpChallenge(house: House, session: string): Challenge {
  const challenge = house.challenges.look(session);
  if (challenge.name !== "MFA_SETUP") throw notAuthorized("Invalid session for the user.");
  return challenge;
}

export const associateSoftwareToken = operation(Associate, async (house, input) => {
  const secret = newTotpSecret();
  if (input.AccessToken !== undefined) {
    house.store.change(bearer(house, input.AccessToken), { totpDraft: secret });
    await house.store.save();
    return { SecretCode: secret };
  }
  if (input.Session === undefined) throw invalidParameter("AccessToken or Session is required");
  const challenge = setUpChallenge(house, input.Session);
  house.challenges.close(input.Session);
  const Session = house.challenges.open({ ...challenge, totpSecret: secret, totpProved: false });
  return { SecretCode: secret, Session };
});

const wrongCode = () => new CognitoError("EnableSoftwareTokenMFAException", "Code mismatch");

export const verifySoftwareToken = operation(Verify, (house, input) => {
  if (input.AccessToken !== undefined)
    return verifyForUser(house, bearer(house, input.AccessToken), input.UserCode);
  if (input.Session === undefined) throw invalidParameter("AccessToken or Session is required");
  return verifyInSession(house, input.Session, input.UserCode);
});

async function verifyForUser(house: House, user: User, code: string) {
  const { totpDraft, ...rest } = user;
  if (totpDraft === undefined)
    throw new CognitoError(
      "SoftwareTokenMFANotFoundException",
      "Software token TOTP multi-factor authentication (MFA) is not enabled for the user pool.",
    );
  if (matchingStep(totpDraft, code, house.now()) === undefined) throw wrongCode();
  // Where the pool leaves MFA to the person, it starts with AdminSetUserMFAPreference.
  const enabled = house.pools.pool(user.poolId).mfa === "ON" || user.totp?.enabled === true;
  house.store.put({ ...rest, totp: { secret: totpDraft, enabled }, modifiedAt: house.now() });
  await house.store.save();
  return { Status: "SUCCESS" };
}

function verifyInSession(house: House, session: string, code: string) {
  const challenge = setUpChallenge(house, session);
  if (challenge.totpSecret === undefined)
    throw invalidParameter("Associate a software token first");
  if (matchingStep(challenge.totpSecret, code, house.now()) === undefined) {
    house.challenges.wrongCode(session);
    throw wrongCode();
  }
  house.challenges.close(session);
  return { Status: "SUCCESS", Session: house.challenges.open({ ...challenge, totpProved: true }) };
}

export const adminSetUserMfaPreference = operation(Preference, async (house, input) => {
  house.pools.pool(input.UserPoolId);
  const user = house.store.need(input.UserPoolId, input.Username);
  if (input.SMSMfaSettings?.Enabled || input.EmailMfaSettings?.Enabled)
    throw invalidParameter("This pool offers software token MFA only.");
  const enabled = input.SoftwareTokenMfaSettings?.Enabled;
  if (enabled === undefined) return {};
  if (enabled && !user.totp) throw invalidParameter("User has not verified software token mfa");
  if (user.totp)
    house.store.change(user, { totp: { ...user.totp, enabled }, modifiedAt: house.now() });
  await house.store.save();
  return {};
});
