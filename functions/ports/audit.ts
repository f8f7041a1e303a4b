import type { Instant } from "#domain/identifiers.ts";

/** One request that touched (or was refused) patient data. Ids and codes only. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Instant;
  readonly practiceId: string;
  readonly actor: { readonly id: string; readonly kind: string };
  /** How the actor stands to the chart: self, proxy, staff. */
  readonly relation: string;
  /** The route, such as "POST /api/appointments". */
  readonly action: string;
  /** Every patient touched (≤ 200); for a refusal, none: it goes to the actor's own chain. */
  readonly patients: readonly string[];
  readonly outcome: "done" | "refused";
  /** The request may still learn a better outcome until then: sealed when it has, or when this has passed. */
  readonly settlesBy?: Instant | undefined;
  readonly code?: string | undefined;
  /** What staff noted about it, such as how a call went. */
  readonly note?: string | undefined;
  /** Rules that staff set aside, and why. */
  readonly overrides?: readonly { readonly rule: string; readonly reason: string }[] | undefined;
}
