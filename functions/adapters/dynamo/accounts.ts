import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { Permission, ProxyGrant } from "#domain/actor.ts";
import { Problem } from "#domain/problem.ts";
import {
  type Account,
  type Accounts,
  type Login,
  LoginTaken,
  type SessionRecord,
} from "#ports/accounts.ts";
import { ConditionFailed, type Item } from "#ports/store.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";
import { unreadItem } from "./unread.ts";

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

const LoginData: z.ZodMiniType<Login> = z.object({
  pool: z.enum(["patients", "staff"]),
  accountId: z.string(),
  sub: z.string(),
});

/** Tries of a change to an account against others changing it at the same time. */
const CHANGE_TRIES = 8;

/** The address itself is not in the key: keys show up in metrics and access logs. */
const loginKey = (email: string) => ({
  pk: `LOGIN#${createHash("sha256").update(email).digest("hex")}`,
  sk: "LOGIN",
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
    async save(account) {
      await change(table, account.id, () => account);
      await Promise.all(besideCharts(account).map((put) => table.apply({ put })));
    },
    async staffOf(practiceId) {
      const { items } = await table.query({ pk: staffPartition(practiceId), index: "gsi1" });
      const accounts = items.map((item) => AccountData.parse(item.data));
      return accounts.filter(({ active }) => active);
    },
    async ofPatient(practiceId, patientId) {
      const pk = patientPartition(practiceId, patientId);
      const { items } = await table.query({ pk, prefix: "CARER#" });
      const people = items.map((item) => CarerData.parse(item.data));
      return {
        own: people.some(({ relationship }) => relationship === SELF),
        carers: people.filter(({ relationship }) => relationship !== SELF),
      };
    },
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
    raiseEpoch: (accountId) =>
      change(table, accountId, (account) => account && { ...account, epoch: account.epoch + 1 }),
    async readLogin(email) {
      const item = await table.get(loginKey(email));
      return item && LoginData.parse(item.data);
    },
    saveLogin: (email, login) =>
      table.apply({
        put: { ...loginKey(email), data: login, owner: login.accountId },
        when: [["absent"], [["owner", "=", login.accountId]]],
        otherwise: new LoginTaken(),
      }),
  };
}

/** Staff stand in an index by name; patients are found through their charts. */
const listed = ({ id, kind, name, practiceId }: Account): Partial<Item> =>
  kind === "staff" ? { gsi1pk: staffPartition(practiceId), gsi1sk: `${name}#${id}` } : {};

/** Index partition: the practice's staff by name. */
const staffPartition = (practiceId: string) => `STAFF#${practiceId}`;
const SELF = "self";
const CarerData = z.object({ name: z.string(), relationship: z.string() });

/** Beside each chart, who signs in for it: the console shows that without looking through accounts. */
const carerItem = ({ id, name, practiceId }: Account, { patientId, relationship }: OfChart) => ({
  pk: patientPartition(practiceId, patientId),
  sk: `CARER#${id}`,
  data: { name, relationship },
});
interface OfChart {
  readonly patientId: string;
  readonly relationship: string;
}

/** And in it, that it is to be read where somebody can sign in: a result must not wait until the portal is opened. */
function besideCharts(account: Account): Item[] {
  const { practiceId, patientId, proxies, active } = account;
  const own = patientId === undefined ? [] : [{ patientId, relationship: SELF }];
  const charts = [...own, ...proxies];
  const unread = active ? charts.map((one) => unreadItem({ ...one, practiceId })) : [];
  return [...charts.map((one) => carerItem(account, one)), ...unread];
}

class Gone extends Error {}

/** Changes the account as it is now: a change made meanwhile, such as a deactivation, is never undone by an older copy. */
async function change(
  table: Table,
  accountId: string,
  next: (account: Account | undefined) => Account | undefined,
): Promise<void> {
  for (let tries = 0; tries < CHANGE_TRIES; tries++) {
    const item = await table.get(accountKey(accountId));
    const data = next(item && AccountData.parse(item.data));
    if (!data) return;
    const version = item?.version ?? 0;
    const unchanged = item ? ([["version", "=", version]] as const) : (["absent"] as const);
    const put = { ...accountKey(accountId), data, version: version + 1, ...listed(data) };
    const done = await table.apply({ put, when: [unchanged] }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ConditionFailed) return false;
        throw error;
      },
    );
    if (done) return;
  }
  throw new Problem("unavailable");
}
