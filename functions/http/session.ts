import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "#domain/actor.ts";
import type { Instant } from "#domain/identifiers.ts";
import { addSeconds } from "#domain/time.ts";
import type { Account, SessionRecord } from "#ports/accounts.ts";
import type { Kernel } from "./kernel.ts";
import type { Request } from "./request.ts";

/** NIST 800-63B-4 AAL2: at most 24 h; idle at most 1 h. */
export const SESSION_SECONDS = 12 * 3600;
export const IDLE_SECONDS = 30 * 60;
/** The idle end is moved at most this often: a write per request would cost more than it protects. */
const TOUCH_SECONDS = 60;

const COOKIE = "__Host-session";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";

export const hashSecret = (secret: string): string =>
  createHash("sha256").update(secret).digest("hex");
export const newSecret = (): string => randomBytes(32).toString("base64url");
export const sessionCookie = (accountId: string, secret: string): string =>
  `${COOKIE}=${accountId}.${secret}; ${ATTRIBUTES}; Max-Age=${SESSION_SECONDS}`;
export const clearedCookie = (): string => `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;

export interface SignedIn {
  readonly account: Account;
  readonly session: SessionRecord;
}

/** Who the cookie stands for, now: account and session are read together, so a revocation counts at once. */
export async function signedIn(
  kernel: Kernel,
  request: Request,
  now: Instant,
): Promise<SignedIn | undefined> {
  const all = (request.event.cookies ?? []).filter((pair) => pair.startsWith(`${COOKIE}=`));
  const [cookie = "", another] = all.map((pair) => pair.slice(COOKIE.length + 1));
  const match = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{43})$/.exec(cookie);
  // A browser keeps one cookie of this prefix: with two, one of them was brought in.
  if (another !== undefined || !match?.[1] || !match[2]) return undefined;
  const found = await kernel.accounts.signedIn(match[1], hashSecret(match[2]));
  if (!found || !isLive(found, now)) return undefined;
  const { session } = found;
  const idleUntil = addSeconds(now, IDLE_SECONDS);
  if (Date.parse(idleUntil) - Date.parse(session.idleUntil) > TOUCH_SECONDS * 1000)
    await kernel.accounts.touchSession({ ...session, idleUntil });
  return { account: found.account, session: { ...session, idleUntil } };
}

const isLive = ({ account, session }: SignedIn, now: Instant) =>
  account.active &&
  session.epoch === account.epoch &&
  session.idleUntil > now &&
  session.expiresAt > now;

/** The account as an actor: its rights as they are at this moment. */
export function actorOf(account: Account): Actor {
  const { id: accountId, practiceId } = account;
  if (account.kind === "staff")
    return {
      kind: "staff",
      accountId,
      practiceId,
      role: account.role ?? "staff",
      permissions: [...account.permissions],
    };
  return {
    kind: "patient",
    accountId,
    practiceId,
    patientId: account.patientId ?? "",
    proxies: account.proxies.map(({ patientId, scopes, relationship, expiresAt }) => ({
      patientId,
      scopes,
      relationship,
      ...(expiresAt ? { expiresAt } : {}),
    })),
  };
}
