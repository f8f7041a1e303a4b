import type { Instant, LocalDay } from "#domain/identifiers.ts";
import type { AuditEntry } from "./audit.ts";

/** One sealed audit entry of one chain. Whoever changes, drops, adds or moves one breaks a code after it. */
export interface Link {
  /** Counts from 1 without gaps. */
  readonly seq: number;
  /** The `mac` of the link before; empty for the first. */
  readonly prev: string;
  readonly auditId: string;
  readonly at: Instant;
  readonly actor: { readonly id: string; readonly kind: string };
  readonly relation: string;
  readonly action: string;
  readonly outcome: "done" | "refused";
  readonly code?: string | undefined;
  /** HMAC of the whole audit entry: it can't be changed behind its link. */
  readonly entry?: string | undefined;
  /** HMAC of the chain's name and all of the above, with a key that is not in the table. */
  readonly mac: string;
}

/** How far a chain goes: without it, a missing end could not be seen. */
export interface Head {
  readonly seq: number;
  /** The last link's `mac`. */
  readonly last: string;
  /** HMAC of the chain's name and the above. */
  readonly mac: string;
}

export interface Chains {
  head(chain: string): Promise<Head | undefined>;
  /** Every link in its stored order, and the head. */
  read(chain: string): Promise<{ links: Link[]; head: Head | undefined }>;
  /**
   * Adds links and moves the head, all or nothing. Rejects with `HeadMoved` when `before` is no longer the head, and
   * with `AlreadyChained` when one of the audit entries is in this chain already.
   */
  append(
    chain: string,
    more: { links: readonly Link[]; head: Head; before: Head | undefined },
  ): Promise<void>;
  /** An audit entry and whether all of its chains have it. */
  entry(auditId: string): Promise<{ audit: AuditEntry; sealed: boolean } | undefined>;
  /** Takes an entry out of the unsealed ones, and puts it to those sealed on this day (UTC). */
  sealed(audit: AuditEntry, day: LocalDay): Promise<void>;
  /** Ids of entries not yet sealed and older than `upTo`, oldest first. */
  unsealed(practiceId: string, upTo: Instant, limit: number): Promise<string[]>;
}

/** A head as it was written down on a day, so that a chain can't be put back to how it once was. */
export interface Anchor {
  readonly seq: number;
  readonly last: string;
  readonly day: LocalDay;
  /** HMAC of the chain's name and the above. */
  readonly mac: string;
}

/** What the last verification of a practice's chains came to. */
export interface Verified {
  readonly day: LocalDay;
  readonly at: Instant;
  /** `anchoring` while anchors are being written: they are then in no certain state. */
  readonly state: "anchoring" | "done";
  /** How many chains are anchored, and one code over all anchors: the code also goes into the log, out of the table's reach. */
  readonly chains: number;
  readonly digest: string;
  /** Chains that do not verify, by name. */
  readonly broken: readonly string[];
  /** Chains that were due and not reached in time. */
  readonly unfinished: number;
  readonly mac: string;
}

/** Where the verifier finds all chains of a practice and what it wrote down about them. */
export interface Anchors {
  heads(practiceId: string): Promise<Map<string, Head>>;
  anchors(practiceId: string): Promise<Map<string, Anchor>>;
  anchor(practiceId: string, chain: string, anchor: Anchor): Promise<void>;
  verified(practiceId: string): Promise<Verified | undefined>;
  saveVerified(practiceId: string, verified: Verified): Promise<void>;
  /** The audit entries with these ids; those that are gone are left out. */
  entries(ids: readonly string[]): Promise<Map<string, AuditEntry>>;
}

/** Another sealer was faster. */
export class HeadMoved extends Error {
  override readonly name = "HeadMoved";
}

/** This audit entry is in this chain already: an earlier try got that far. */
export class AlreadyChained extends Error {
  override readonly name = "AlreadyChained";
  readonly auditId: string;
  constructor(auditId: string) {
    super(`Already chained: ${auditId}`);
    this.auditId = auditId;
  }
}
