import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import {
  claim,
  isFinal,
  LEASE_SECONDS,
  type Outcome,
  type Row,
  resolve,
  retryRules,
} from "#domain/writeback-row.ts";
import type { Clock, NewId, Random } from "#ports/clock.ts";
import { type Ehr, type EhrCommand, isRateLimit, type WriteContext } from "#ports/ehr.ts";
import {
  type Breaker,
  type CommitContext,
  type Intent,
  type Ledger,
  type RowKey,
  RowMoved,
  type Rows,
  type WriteBackKinds,
} from "#ports/ledger.ts";
import type { Log } from "#ports/log.ts";
import type { Queue } from "#ports/queue.ts";
import { type Change, ConditionFailed, type Store } from "#ports/store.ts";
import { newRow, ring } from "./queue.ts";

export interface LedgerPorts {
  readonly store: Store;
  readonly rows: Rows;
  readonly breaker: Breaker;
  /** Whoever only commits knows the kinds it commits; the worker knows all. */
  readonly kinds: Partial<WriteBackKinds>;
  /** The connection's EHR. */
  ehr(connectionId: string): Promise<Ehr>;
  readonly doorbell: Queue;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly log: Log;
}

/** What the doorbell carries: which row to look at. The row is the truth. */
export interface Ring extends RowKey {
  /** The connection just came back: waiting for the backoff has lost its point. */
  readonly force?: boolean | undefined;
}

/** A request gives the EHR this long before it answers "saved", milliseconds. */
const INLINE_MS = 2_000;
/** Left for settling and answering once the EHR was tried, milliseconds. */
const MARGIN_MS = 1_500;
/** An inline attempt is settled by then: no request runs longer. Inside the lease, seconds. */
const SETTLED_SECONDS = 10;
/** A worker's attempt: well inside the lease. */
const WORKER_MS = 9_000;
/** Tries to settle when the entity moved underneath. */
const SETTLE_TRIES = 6;

export interface Worker {
  /** Works on one row as far as it can be brought now. Rejects only for a failure of ours. */
  work(ring: Ring): Promise<void>;
}

export function ledger(ports: LedgerPorts): Ledger & Worker {
  return {
    commit: (context, intent, changes) => commit(ports, context, { intent, changes }),
    resume: (context, row, changes) =>
      begin(ports, context, {
        row,
        changes,
        first: false,
        storing: (next) => ({
          ...ports.rows.saving(next, context.requestId),
          otherwise: new Problem("work.changed"),
        }),
      }),
    work: (ring) => work(ports, ring),
  };
}

async function commit(
  ports: LedgerPorts,
  context: CommitContext,
  wanted: { intent: Intent; changes: readonly Change[] },
): Promise<Row> {
  const { intent, changes } = wanted;
  const taken = new Problem("appointments.change-pending");
  return begin(ports, context, {
    row: newRow(intent, context),
    changes,
    first: intent.number === 1,
    storing: (row) => ports.rows.creating(row, context.requestId, taken),
  });
}

/** Stores a row with all that belongs to it in one transaction, then brings it as far as the request has time for. */
async function begin(
  ports: LedgerPorts,
  context: CommitContext,
  wanted: {
    readonly row: Row;
    readonly changes: readonly Change[];
    /** Nothing of the same aggregate can be before it. */
    readonly first: boolean;
    readonly storing: (row: Row) => Change;
  },
): Promise<Row> {
  const timeoutMs = Math.min(INLINE_MS, context.deadline - Date.now() - MARGIN_MS);
  const inline = timeoutMs > 200 && (await mayTryNow(ports, wanted));
  const row = inline ? held(wanted.row, context) : wanted.row;
  const about = {
    patients: [row.patientId],
    ...context.about,
    ...(inline ? { settlesBy: addSeconds(context.now, SETTLED_SECONDS) } : {}),
  };
  await ports.store.transact(
    [
      // First, because a twin under the same key must be told of its twin, not of the slot its twin took.
      ...context.commitment(row.aggregate, about),
      ...wanted.changes,
      wanted.storing(row),
    ],
    ports.newId("tx"),
  );
  const settled = inline ? await attemptInline(ports, row, { context, timeoutMs }) : row;
  if (!isFinal(settled.state)) await ring(ports, settled);
  return settled;
}

async function attemptInline(
  ports: LedgerPorts,
  row: Row,
  { context, timeoutMs }: { context: CommitContext; timeoutMs: number },
): Promise<Row> {
  try {
    return await attempt(ports, row, { timeoutMs, inline: true, settlement: context.settlement });
  } catch (error) {
    // This request was slow and a worker took the row over: it is in good hands, and the row says where it stands.
    if (error instanceof RowMoved) return (await ports.rows.read(row)) ?? row;
    throw error;
  }
}

/** Straight away only when the connection answers and nothing of the same aggregate is still on its way. */
async function mayTryNow(
  ports: LedgerPorts,
  { row, first }: { row: Row; first: boolean },
): Promise<boolean> {
  if (row.state !== "pending") return false;
  const [openUntil, others] = await Promise.all([
    ports.breaker.openUntil(row.connectionId),
    first ? [] : ports.rows.ofAggregate(row, row.aggregate),
  ]);
  return openUntil === undefined && others.every(({ id, state }) => id >= row.id || isFinal(state));
}

/** A row to be tried inline is born `sending`, its lease already taken: one write less, the same guarantee. */
function held(row: Row, { now, requestId }: CommitContext): Row {
  const { reason: _why, ...rest } = row;
  const lease = { owner: requestId, until: addSeconds(now, LEASE_SECONDS) };
  return { ...rest, state: "sending", attempts: row.attempts + 1, lease };
}

async function work(ports: LedgerPorts, { force, ...key }: Ring): Promise<void> {
  let row = await ports.rows.read(key);
  if (!row || isFinal(row.state)) return;
  const earlier = await ports.rows.ofAggregate(key, row.aggregate);
  const first = earlier.find((other) => !isFinal(other.state));
  if (first) row = first;
  // Not to be touched now: the sweep rings when it may be. Ringing again here would multiply the bells.
  if ((await ports.breaker.openUntil(row.connectionId)) !== undefined) return;
  const owner = ports.newId("work");
  const held = claim(row, { owner, now: ports.clock(), ...(force ? { force } : {}) });
  if (!held) return;
  try {
    await ports.store.transact([ports.rows.saving(held, owner)], owner);
    const settled = await attempt(ports, held, { timeoutMs: WORKER_MS, inline: false });
    await goOn(ports, settled, key);
  } catch (error) {
    if (!(error instanceof RowMoved)) throw error;
  }
}

/** What comes after a settled attempt: its next try, or the aggregate's next row. */
async function goOn(ports: LedgerPorts, settled: Row, asked: RowKey): Promise<void> {
  if (!isFinal(settled.state)) return ring(ports, settled);
  const rows = await ports.rows.ofAggregate(asked, settled.aggregate);
  const next = rows.find((row) => !isFinal(row.state));
  if (next) await ring(ports, next, ports.clock());
}

interface Attempt {
  readonly timeoutMs: number;
  readonly inline: boolean;
  /** What the request owes when it is known how this came out: its audit entry, and its key if it was refused. */
  readonly settlement?: CommitContext["settlement"];
}

/** One try at the EHR with a held row, and its settlement. */
async function attempt(ports: LedgerPorts, held: Row, how: Attempt): Promise<Row> {
  const holder = { row: held };
  const searching = held.state === "reconciling";
  const { outcome, searchLagSeconds } = await ask(ports, holder, { ...how, searching });
  await note(ports, held, outcome);
  const next = resolve(holder.row, outcome, {
    now: ports.clock(),
    random: ports.random(),
    rules: retryRules(searchLagSeconds),
  });
  return settle(ports, next, how);
}

async function ask(
  ports: LedgerPorts,
  holder: { row: Row },
  how: { timeoutMs: number; searching: boolean },
): Promise<{ outcome: Outcome; searchLagSeconds: number }> {
  const { row } = holder;
  try {
    const prepared = await kindOf(ports, row).prepare(row);
    if (!isCommand(prepared)) return { outcome: prepared, searchLagSeconds: 0 };
    const ehr = await ports.ehr(row.connectionId);
    const context = writeContext(ports, holder, how.timeoutMs);
    const outcome = how.searching
      ? await ehr.findByCorrelation(prepared, context)
      : await ehr.write(prepared, context);
    const { searchLagSeconds } = await ehr.capabilities();
    return { outcome, searchLagSeconds };
  } catch (error) {
    if (error instanceof RowMoved) throw error;
    // A bug or a store failure in the middle of a write: nobody knows what the EHR did.
    ports.log.error("write-back.attempt-failed", error, { row: row.id });
    return { outcome: { is: "unknown" }, searchLagSeconds: 0 };
  }
}

const isCommand = (prepared: EhrCommand | Outcome): prepared is EhrCommand => "kind" in prepared;

function kindOf(ports: LedgerPorts, row: Row) {
  const kind = Object.entries(ports.kinds).find(([name]) => name === row.kind)?.[1];
  if (!kind) throw new Error(`No write-back kind ${row.kind}`);
  return kind;
}

/** Steps are stored before the next one starts: a crash between two is found again. */
function writeContext(ports: LedgerPorts, holder: { row: Row }, timeoutMs: number): WriteContext {
  return {
    key: holder.row.id,
    attempt: holder.row.attempts,
    timeoutMs,
    get steps() {
      return holder.row.steps;
    },
    async step(name, value) {
      const next: Row = {
        ...holder.row,
        steps: { ...holder.row.steps, [name]: value },
        version: holder.row.version + 1,
      };
      await ports.store.transact([ports.rows.saving(next, next.id)], ports.newId("step"));
      holder.row = next;
    },
  };
}

/** Only what says something of the connection itself opens or closes its breaker. */
async function note(ports: LedgerPorts, row: Row, outcome: Outcome): Promise<void> {
  if (outcome.is === "retry" && isRateLimit(outcome.code)) return;
  const silent = outcome.is === "unknown" || outcome.is === "retry";
  if (silent) await ports.breaker.failed(row.connectionId);
  else await ports.breaker.succeeded(row.connectionId);
}

async function settle(
  ports: LedgerPorts,
  next: Row,
  { inline, settlement = () => [] }: Pick<Attempt, "inline" | "settlement">,
): Promise<Row> {
  const refuse = await untilUnmoved(async () => {
    const { changes, refuse: refusal } = await kindOf(ports, next).settle(next, { inline });
    const row = refusal
      ? [ports.rows.dropping(next), ...settlement(codeOf(refusal))]
      : [ports.rows.saving(next, next.id), ...settlement(undefined)];
    await ports.store.transact([...row, ...changes], ports.newId("settle"));
    return refusal;
  });
  if (isFinal(next.state)) await afterwards(ports, next);
  if (refuse) throw refuse;
  return next;
}

const codeOf = (refusal: Error) => (refusal instanceof Problem ? refusal.code : "internal");

/** A settlement reads the entity it changes; when that moved underneath, it is made anew. */
async function untilUnmoved<T>(step: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof ConditionFailed) || tries >= SETTLE_TRIES) throw error;
    }
  }
}

async function afterwards(ports: LedgerPorts, row: Row): Promise<void> {
  try {
    await kindOf(ports, row).afterwards?.(row);
  } catch (error) {
    ports.log.warn("write-back.afterwards-failed", { row: row.id, name: String(error) });
  }
}
