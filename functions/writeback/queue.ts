import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import { isFinal, type Row } from "#domain/writeback-row.ts";
import type { Clock } from "#ports/clock.ts";
import type { CommitContext, Intent, Rows, WriteQueue } from "#ports/ledger.ts";
import type { Log } from "#ports/log.ts";
import type { Queue } from "#ports/queue.ts";

/** What ringing for a row takes. */
export interface Bell {
  readonly doorbell: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** SQS delays at most this long, seconds. */
const LONGEST_DELAY = 900;

/** The ledger for whoever waits for none of its writes. */
export const writeQueue = (ports: Bell & { readonly rows: Rows }): WriteQueue => ({
  queue(context, intent) {
    const row = newRow(intent, context);
    return {
      change: ports.rows.creating(row, context.requestId, new Problem("work.changed")),
      ring: async () => (isFinal(row.state) ? undefined : ring(ports, row)),
    };
  },
});

/** A row as it is stored first: to be sent, or for a person to do. */
export function newRow(intent: Intent, { now }: Pick<CommitContext, "now">): Row {
  const { number, byHand, ...rest } = intent;
  return {
    ...rest,
    id: `${intent.aggregate}.${String(number).padStart(3, "0")}`,
    state: byHand ? "manual" : "pending",
    reason: byHand ?? "ehr-unreachable",
    attempts: 0,
    createdAt: now,
    since: now,
    dueAt: now,
    steps: {},
    version: 1,
  };
}

/** Rings for a row when it is due. A bell that can't be rung is no loss: the sweep rings every minute. */
export async function ring(ports: Bell, row: Row, at?: Instant): Promise<void> {
  const due = at ?? row.lease?.until ?? row.dueAt;
  const seconds = Math.ceil((Date.parse(due) - Date.parse(ports.clock())) / 1000);
  const { practiceId, patientId, id } = row;
  try {
    await ports.doorbell.send(
      { practiceId, patientId, id },
      Math.min(LONGEST_DELAY, Math.max(0, seconds)),
    );
  } catch (error) {
    ports.log.error("write-back.doorbell-failed", error, { row: id });
  }
}
