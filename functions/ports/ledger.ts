import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import type { Outcome, Row } from "#domain/writeback-row.ts";
import type { AuditEntry } from "./audit.ts";
import type { EhrCommand } from "./ehr.ts";
import type { Change } from "./store.ts";

/** A write a capability wants in the chart. */
export interface Intent {
  readonly practiceId: string;
  readonly patientId: string;
  readonly connectionId: string;
  /** What it belongs to; also the subject whose id answers a replay. Rows of one aggregate go in order. */
  readonly aggregate: string;
  /** Counts the aggregate's intents from 1: two changes at once meet in the row's key. */
  readonly number: number;
  readonly kind: EhrCommand["kind"];
  /** Whatever the kind needs later to make its command; JSON. */
  readonly payload: unknown;
  /** Nothing is sent: a person at the practice does it, for this reason. */
  readonly byHand?: Row["reason"];
}

/** What only the use case knows of what it commits, for the audit entry. */
export interface CommitAbout {
  readonly patients?: readonly string[];
  readonly overrides?: AuditEntry["overrides"];
  readonly note?: AuditEntry["note"];
  /** The outcome is not known yet; `settlement` says it by then. */
  readonly settlesBy?: AuditEntry["settlesBy"];
}

/** The part of a request that a commit needs. */
export interface CommitContext {
  readonly requestId: string;
  readonly now: Instant;
  /** Epoch milliseconds. */
  readonly deadline: number;
  commitment(entityId: string, about?: CommitAbout): Change[];
  /** What the audit entry should say beyond the patient and the route. */
  readonly about?: CommitAbout;
  /** How an attempt inside the request came out, for the audit. A refusal takes the idempotency record back. */
  settlement(refusal: string | undefined): Change[];
}

export interface Ledger {
  /**
   * One transaction: the capability's changes, the row, the audit entry and the idempotency record; then an attempt at
   * the EHR inside the request. Answers with the row as it then stands. Rejects with the Problem of a failed condition,
   * or with the kind's refusal when the EHR said no at once and nothing is to be left behind.
   */
  commit(context: CommitContext, intent: Intent, changes: readonly Change[]): Promise<Row>;
  /** The same for a row that exists already, in its next state: `pending` is tried at once, anything else only stored. */
  resume(context: CommitContext, row: Row, changes: readonly Change[]): Promise<Row>;
}

/** Rows that go into a transaction of somebody else's, beside what they tell the chart of. */
export interface WriteQueue {
  /** For a write nobody waits for: whoever stores the row rings once it is stored, and the sweep where they could not. */
  queue(context: Pick<CommitContext, "requestId" | "now">, intent: Intent): Queued;
}

export interface Queued {
  readonly change: Change;
  ring(): Promise<void>;
}

/** What one kind of write means: how it becomes a command, and what its outcome changes here. */
export interface WriteBackKind {
  /** The command as it must be sent now, or an outcome when there is nothing left to send. */
  prepare(row: Row): Promise<EhrCommand | Outcome>;
  /**
   * The changes that go into the transaction storing `row` with its new state. Read anew and called again when a
   * version moved underneath. `refuse` closes the row without trace and is what the caller is told (inline only).
   */
  settle(row: Row, how: { readonly inline: boolean }): Promise<Settlement>;
  /** After the settlement is stored: best effort, may fail. */
  afterwards?(row: Row): Promise<void>;
}

export interface Settlement {
  readonly changes: readonly Change[];
  readonly refuse?: Error;
}

/** Every kind there is: what the worker must know. */
export type WriteBackKinds = Readonly<Record<EhrCommand["kind"], WriteBackKind>>;

/** Where a row stands. */
export interface RowKey {
  readonly practiceId: string;
  readonly patientId: string;
  readonly id: string;
}

export interface Rows {
  read(key: RowKey): Promise<Row | undefined>;
  /** All rows of an aggregate, oldest first. */
  ofAggregate(key: Omit<RowKey, "id">, aggregate: string): Promise<Row[]>;
  ofPatient(key: Omit<RowKey, "id">): Promise<Row[]>;
  /** Rows not final whose time has come (or, with `all`, whatever their time), oldest first, at most `limit`. */
  due(practiceId: string, upTo: Instant | "all", limit: number): Promise<Row[]>;
  /** A new row; fails with `otherwise` when its number is taken by another request. */
  creating(row: Row, requestId: string, otherwise: Error): Change;
  /** The row's next state; fails with RowMoved when someone else wrote it since. */
  saving(row: Row, requestId: string): Change;
  /** Removes a row that is closed without trace. */
  dropping(row: Row): Change;
}

/** Someone else holds or has changed the row: leave it to them. */
export class RowMoved extends Problem {
  constructor() {
    super("work.changed");
  }
}

/** Keeps callers away from a connection that does not answer. */
export interface Breaker {
  /** Undefined when calls may go out; else until when they must not. */
  openUntil(connectionId: string): Promise<Instant | undefined>;
  /** Answers true when the connection just came back. */
  succeeded(connectionId: string): Promise<boolean>;
  failed(connectionId: string): Promise<void>;
}
