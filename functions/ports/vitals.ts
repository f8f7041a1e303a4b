import type { Instant } from "#domain/identifiers.ts";

/** How the parts this portal stands on are doing, from what they last left in the store. */
export interface Vitals {
  /** Reads one item; rejects when the store doesn't answer. */
  store(): Promise<void>;
  /** Since when the connection's EHR stays silent; undefined when it answers or was never asked. */
  silentSince(connectionId: string): Promise<Silence | undefined>;
  /** When the practice's oldest waiting write-back became due, if that was before `limit`. */
  overdueSince(practiceId: string, limit: Instant): Promise<Instant | undefined>;
  /** When the practice's chart was last read; undefined when never. */
  mirrorAsOf(practiceId: string): Promise<Instant | undefined>;
  /** When the practice's audit chains were last verified, and how many did not verify; undefined when never. */
  auditVerified(practiceId: string): Promise<{ at: Instant; broken: number } | undefined>;
}

export interface Silence {
  /** When it answered last, where that is known. */
  readonly lastSuccessAt?: Instant | undefined;
}
