import type { Permission, ProxyGrant } from "#domain/actor.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { PoolName } from "#ports/identity.ts";

/** An account as the portal keeps it. Rights live here, never in a session or token. */
export interface Account {
  readonly id: string;
  readonly kind: "patient" | "staff";
  readonly email: string;
  readonly name: string;
  readonly firstName: string;
  readonly practiceId: string;
  readonly patientId?: string | undefined;
  readonly proxies: readonly (ProxyGrant & { readonly name: string; readonly firstName: string })[];
  readonly role?: string | undefined;
  readonly permissions: readonly Permission[];
  readonly active: boolean;
  /** Sessions of an older epoch are void: raise it to sign out everywhere. */
  readonly epoch: number;
}

export interface SessionRecord {
  readonly accountId: string;
  readonly secretHash: string;
  readonly epoch: number;
  readonly createdAt: Instant;
  readonly idleUntil: Instant;
  readonly expiresAt: Instant;
}

/** Where an e-mail address signs in, and whose it is. */
export interface Login {
  readonly pool: PoolName;
  readonly accountId: string;
  /** The user's own name in the pool. */
  readonly sub: string;
}

/** The e-mail address already belongs to another account. */
export class LoginTaken extends Error {
  override readonly name = "LoginTaken";
}

export interface Accounts {
  /** Session and account in one strongly consistent read; undefined when either is missing. */
  signedIn(
    accountId: string,
    secretHash: string,
  ): Promise<{ account: Account; session: SessionRecord } | undefined>;
  read(accountId: string): Promise<Account | undefined>;
  /** Creates or replaces an account (provisioning). */
  save(account: Account): Promise<void>;
  openSession(session: SessionRecord): Promise<void>;
  /** Moves the idle end; resolves quietly when the session is gone. */
  touchSession(session: SessionRecord): Promise<void>;
  closeSession(accountId: string, secretHash: string): Promise<void>;
  /** The practice's active staff, by name. Eventually consistent. */
  staffOf(practiceId: string): Promise<Account[]>;
  /** Who signs in for this chart: the patient's own account and those of carers. Eventually consistent. */
  ofPatient(
    practiceId: string,
    patientId: string,
  ): Promise<{ own: boolean; carers: { name: string; relationship: string }[] }>;
  /** Voids every session of the account; whatever else changed on it meanwhile stays changed. */
  raiseEpoch(accountId: string): Promise<void>;
  /** Where this e-mail address signs in; undefined when it belongs to nobody. */
  readLogin(email: string): Promise<Login | undefined>;
  /** Binds an e-mail address to an account; again is fine, to another account rejects with `LoginTaken`. */
  saveLogin(email: string, login: Login): Promise<void>;
}
