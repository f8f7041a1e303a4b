import { Problem } from "#domain/problem.ts";

/**
 * The one store, as the rest of the house may know it: whole items put or deleted under conditions, in
 * transactions. Capabilities never build a `Change` themselves; the repositories in `adapters/dynamo/` do.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface Item extends Key {
  /** The value; stored as JSON text, parsed again by the repository's schema. */
  readonly data: unknown;
  /** Counts up with every write of an entity: optimistic locking. */
  readonly version?: number | undefined;
  /** The request that wrote it: lets a retried conditional write recognise itself. */
  readonly requestId?: string | undefined;
  readonly gsi1pk?: string | undefined;
  readonly gsi1sk?: string | undefined;
  /** Who holds it (claims). */
  readonly owner?: string | undefined;
  /** Until when it counts (holds), an ISO instant compared as text. */
  readonly until?: string | undefined;
  /** When DynamoDB may delete it, epoch seconds. Deletion is late by design: readers check `until` themselves. */
  readonly expiresAt?: number | undefined;
}

/** One test on the stored item: that there is none, or how a top-level attribute compares. */
export type Test =
  | "absent"
  | readonly [
      attribute: "version" | "requestId" | "owner" | "until" | "expiresAt" | "gsi1pk",
      operator: "=" | "<" | "<>",
      value: string | number,
    ];

/** Any of the alternatives must hold; an alternative needs all of its tests. */
export type Condition = readonly (readonly Test[])[];

export type Change = (
  | { readonly put: Item; readonly when?: Condition }
  | { readonly remove: Key; readonly when?: Condition }
  | { readonly check: Key; readonly when: Condition }
) & {
  /** Thrown when this change's condition is what stopped the transaction. */
  readonly otherwise?: Error;
};

export interface Store {
  /**
   * All or nothing. Conflicts with other transactions are retried inside with the same token; a failed condition
   * rejects with that change's `otherwise` (or `ConditionFailed`); no answer in time rejects with Problem "unavailable".
   */
  transact(changes: readonly Change[], token: string): Promise<void>;
  /** One change by itself, cheaper than a transaction of one; rejects alike. */
  apply(change: Change): Promise<void>;
}

/**
 * A condition did not hold and the change named no refusal of its own: someone else wrote it meanwhile. Whoever can,
 * reads again and repeats; a caller who can't is told that it changed.
 */
export class ConditionFailed extends Problem {
  constructor() {
    super("work.changed");
  }
}
