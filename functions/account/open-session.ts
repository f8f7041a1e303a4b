import type { Challenge, Session } from "#domain/account.ts";
import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import { type Access, Answer } from "#http/access.ts";
import {
  hashSecret,
  IDLE_SECONDS,
  newSecret,
  SESSION_SECONDS,
  sessionCookie,
} from "#http/session.ts";
import type { Accounts } from "#ports/accounts.ts";
import type { Identity, SignInStep } from "#ports/identity.ts";
import type { Limits } from "#ports/limits.ts";
import type { Practices } from "#ports/practices.ts";
import { describeSession } from "./describe-session.ts";
import { accountIdOf } from "./provision.ts";

export interface SignInPorts {
  readonly identity: Identity;
  readonly accounts: Accounts;
  readonly limits: Limits;
  readonly practices: Practices;
}

type Outcome = Challenge | Answer<Session>;

/** Goes on from what the identity service said: a session for a verified person, or the step still missing. */
export async function proceed(
  ports: SignInPorts,
  { now }: Access,
  { email, step }: { email: string; step: SignInStep },
): Promise<Outcome> {
  if (step.kind === "challenge") {
    const { name, session, secret } = step;
    return { challenge: { name, session, email, ...(secret === undefined ? {} : { secret }) } };
  }
  const accountId = accountIdOf(step.sub);
  const [login, account] = await Promise.all([
    ports.accounts.readLogin(email),
    ports.accounts.read(accountId),
  ]);
  const practice = account && ports.practices.byId(account.practiceId);
  // The token's own subject decides: an e-mail address that moved to somebody else opens nothing.
  if (login?.accountId !== accountId || !account?.active || !practice)
    throw new Problem("session.refused");
  const secret = newSecret();
  const session = {
    accountId,
    secretHash: hashSecret(secret),
    epoch: account.epoch,
    createdAt: now,
    idleUntil: addSeconds(now, IDLE_SECONDS),
    expiresAt: addSeconds(now, SESSION_SECONDS),
  };
  await ports.accounts.openSession(session);
  return new Answer(describeSession({ account, session }, practice, now), {
    cookies: [sessionCookie(accountId, secret)],
  });
}
