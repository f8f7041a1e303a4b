import type { Account, Accounts } from "#ports/accounts.ts";
import type { PoolName } from "#ports/identity.ts";

/** The account that belongs to a user of the identity service. */
export const accountIdOf = (sub: string): string => `acc_${sub.replaceAll("-", "")}`;

export interface NewAccount extends Omit<Account, "id" | "active" | "epoch" | "proxies"> {
  /** Absent: whom they act for is not touched. */
  readonly proxies?: Account["proxies"];
  /** The user's `sub` in the pool of its kind. */
  readonly sub: string;
}

/** Makes an account for a user who exists in the pool, or brings it up to date; open sessions and a deactivation stay. */
export async function provisionAccount(
  { accounts }: { accounts: Accounts },
  { sub, ...given }: NewAccount,
): Promise<Account> {
  const id = accountIdOf(sub);
  const pool: PoolName = given.kind === "staff" ? "staff" : "patients";
  const email = given.email.trim().toLowerCase();
  // The address first: an account that nobody can sign in to is better than a wrong one that somebody can.
  await accounts.saveLogin(email, { pool, accountId: id, sub });
  const known = await accounts.read(id);
  const account = {
    ...given,
    id,
    email,
    proxies: given.proxies ?? known?.proxies ?? [],
    active: known?.active ?? true,
    epoch: known?.epoch ?? 0,
  };
  await accounts.save(account);
  return account;
}
