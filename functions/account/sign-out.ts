import { Problem } from "#domain/problem.ts";
import { type Access, Answer } from "#http/access.ts";
import { clearedCookie } from "#http/session.ts";
import type { Accounts } from "#ports/accounts.ts";

export const signOut =
  ({ accounts }: { accounts: Accounts }) =>
  async ({ signedIn }: Access, { everywhere }: { everywhere?: "true" | undefined }) => {
    if (!signedIn) throw new Problem("session.required");
    const { account, session } = signedIn;
    if (everywhere) await accounts.raiseEpoch(account.id);
    await accounts.closeSession(account.id, session.secretHash);
    return new Answer(undefined, {
      cookies: [clearedCookie()],
      // Nothing of ours is ever in the HTTP cache, and clearing that one takes browsers seconds.
      headers: { "clear-site-data": '"cookies", "storage"' },
    });
  };
