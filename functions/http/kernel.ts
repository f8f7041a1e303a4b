import type { Accounts } from "#ports/accounts.ts";
import type { AuditEntry } from "#ports/audit.ts";
import type { Clock, NewId } from "#ports/clock.ts";
import type { Limits } from "#ports/limits.ts";
import type { Log } from "#ports/log.ts";
import type { Practices } from "#ports/practices.ts";
import type { Change, Store } from "#ports/store.ts";

/** A request that was carried out under a key, and what it made. */
export interface KeyRecord {
  readonly hash: string;
  readonly entityId: string;
  readonly status: number;
  /** When it was committed, epoch milliseconds. */
  readonly at: number;
}

export interface Keys {
  read(accountId: string, key: string): Promise<KeyRecord | undefined>;
  /** The record as a change; its condition fails with `KeyTaken` when a twin was faster. */
  record(accountId: string, key: string, record: KeyRecord & { requestId: string }): Change;
  forget(accountId: string, key: string): Change;
}

/** A twin of this request committed first. */
export class KeyTaken extends Error {
  override readonly name = "KeyTaken";
}

export interface Audits {
  entry(entry: AuditEntry): Change;
  /** An entry that could still change (`settlesBy`) as it came out. Fails with `RowMoved` when it is sealed already. */
  settled(entry: AuditEntry): Change;
  /** Writes an entry unless one with its id stands: what was committed stays audited as it was. */
  write(entry: AuditEntry): Promise<void>;
}

/** What every request path needs, whatever the capability. Wired in `adapters/kernel.ts`. */
export interface Kernel {
  readonly accounts: Accounts;
  readonly store: Store;
  readonly keys: Keys;
  readonly audits: Audits;
  readonly limits: Limits;
  readonly practices: Practices;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Values of `x-origin-secret` that prove a request came through CloudFront; two while one is rotated. */
  readonly originSecrets: readonly string[];
  /** Checks a vendor's signature over the raw body. */
  verifySignature?(
    vendor: string,
    request: { connectionId?: string; rawBody: string; header(name: string): string | undefined },
  ): Promise<boolean>;
}
