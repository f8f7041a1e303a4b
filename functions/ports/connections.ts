import type { Drift } from "#domain/connections.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { Practice } from "./practices.ts";
import type { Usage } from "./quota.ts";

/** What comparing portal and chart last came to, and how the connection does. */
export interface ConnectionLog {
  drift(practiceId: string): Promise<{ drift: Drift[]; at: Instant | undefined }>;
  saveDrift(practiceId: string, found: { drift: readonly Drift[]; at: Instant }): Promise<void>;
  pulse(connectionId: string): Promise<{
    failures: number;
    openUntil: Instant | undefined;
    lastSuccessAt: Instant | undefined;
    /** When the first of the failures was. */
    failingSince: Instant | undefined;
  }>;
  /** Calls of the last hour. */
  usage(connectionId: string, now: Instant): Promise<Usage>;
}

/** Compares portal and chart over the days patients can book, both ways, and repairs what is safe. */
export type Reconcile = (practice: Practice) => Promise<readonly Drift[]>;
