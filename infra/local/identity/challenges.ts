import { randomBytes } from "node:crypto";
import { notAuthorized } from "./cognito-error.ts";

export type ChallengeName = "NEW_PASSWORD_REQUIRED" | "SOFTWARE_TOKEN_MFA" | "MFA_SETUP";

export type Challenge = Readonly<{
  name: ChallengeName;
  poolId: string;
  clientId: string;
  sub: string;
  /** Set up during MFA_SETUP: the secret shown, then whether a code has proved it. */
  totpSecret?: string;
  totpProved?: boolean;
}>;

/** Cognito's default. */
const LIFETIME_MS = 3 * 60_000;
const WRONG_CODES_ALLOWED = 3;
const OPEN_AT_ONCE = 10_000;

export type Challenges = Readonly<{
  open(challenge: Challenge): string;
  /** NotAuthorizedException when it is over, used, or was never ours. */
  look(session: string): Challenge;
  close(session: string): void;
  /** After a few wrong codes the whole sign-in starts again. */
  wrongCode(session: string): void;
}>;

/** In memory on purpose: they live three minutes, and a restart may ask for the password again. */
export function openChallenges(now: () => number): Challenges {
  const sessions = new Map<string, { challenge: Challenge; until: number; wrong: number }>();
  const prune = () => {
    for (const [session, { until }] of sessions) {
      if (until > now() && sessions.size <= OPEN_AT_ONCE) return;
      sessions.delete(session);
    }
  };
  return {
    open(challenge) {
      prune();
      const session = randomBytes(48).toString("base64url");
      sessions.set(session, { challenge, until: now() + LIFETIME_MS, wrong: 0 });
      return session;
    },
    look(session) {
      const found = sessions.get(session);
      if (!found) throw notAuthorized("Invalid session for the user.");
      if (found.until <= now())
        throw notAuthorized("Invalid session for the user, session is expired.");
      return found.challenge;
    },
    close: (session) => {
      sessions.delete(session);
    },
    wrongCode(session) {
      const found = sessions.get(session);
      if (!found) return;
      found.wrong += 1;
      if (found.wrong >= WRONG_CODES_ALLOWED) sessions.delete(session);
    },
  };
}
