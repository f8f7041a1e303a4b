import * as z from "zod/mini";
import { Permission, ProxyGrant } from "#domain/actor.ts";
import type { Account, Accounts, SessionRecord } from "#ports/accounts.ts";
import type { Table } from "./table.ts";

const AccountData: z.ZodMiniType<Account> = z.object({
  id: z.string(),
  kind: z.enum(["patient", "staff"]),
  email: z.string(),
  name: z.string(),
  firstName: z.string(),
  practiceId: z.string(),
  patientId: z.optional(z.string()),
  proxies: z.array(z.extend(ProxyGrant, { name: z.string(), firstName: z.string() })),
  role: z.optional(z.string()),
  permissions: z.array(Permission),
  active: z.boolean(),
  epoch: z.number(),
});

const SessionData: z.ZodMiniType<SessionRecord> = z.object({
  accountId: z.string(),
  secretHash: z.string(),
  epoch: z.number(),
  createdAt: z.string(),
  idleUntil: z.string(),
  expiresAt: z.string(),
});

const accountKey = (id: string) => ({ pk: `ACCOUNT#${id}`, sk: "ACCOUNT" });
const sessionKey = (id: string, secretHash: string) => ({
  pk: `ACCOUNT#${id}`,
  sk: `SESSION#${secretHash}`,
});
const epochSeconds = (instant: string) => Math.ceil(Date.parse(instant) / 1000);

export function dynamoAccounts(table: Table): Accounts {
  const sessionItem = (session: SessionRecord) => ({
    ...sessionKey(session.accountId, session.secretHash),
    data: session,
    expiresAt: epochSeconds(session.expiresAt),
  });
  return {
    async signedIn(accountId, secretHash) {
      const items = await table.batchGet([
        accountKey(accountId),
        sessionKey(accountId, secretHash),
      ]);
      const account = items.find((item) => item.sk === "ACCOUNT");
      const session = items.find((item) => item.sk !== "ACCOUNT");
      if (!account || !session) return undefined;
      return { account: AccountData.parse(account.data), session: SessionData.parse(session.data) };
    },
    async read(accountId) {
      const item = await table.get(accountKey(accountId));
      return item && AccountData.parse(item.data);
    },
    save: (account) => table.apply({ put: { ...accountKey(account.id), data: account } }),
    openSession: (session) => table.apply({ put: sessionItem(session) }),
    async touchSession(session) {
      // A session closed in the meantime must not come back to life.
      const stillThere = [[["expiresAt", "=", epochSeconds(session.expiresAt)]]] as const;
      await table
        .apply({ put: sessionItem(session), when: stillThere, otherwise: new Gone() })
        .catch((error: unknown) => {
          if (!(error instanceof Gone)) throw error;
        });
    },
    closeSession: (accountId, secretHash) =>
      table.apply({ remove: sessionKey(accountId, secretHash) }),
    raiseEpoch: (account) =>
      table.apply({
        put: { ...accountKey(account.id), data: { ...account, epoch: account.epoch + 1 } },
      }),
  };
}

class Gone extends Error {}
