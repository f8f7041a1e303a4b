import { inItemId } from "#domain/records.ts";
import { type Row, shown } from "#domain/writeback-row.ts";
import type { WriteBackKinds } from "#ports/ledger.ts";
import type { MessageRecord, Threads } from "#ports/messaging.ts";

interface Ports {
  readonly threads: Threads;
}

/** What the outcome of writing a message into the chart means for the message. Whoever it is for can read it either way. */
export const messageWriteBacks = ({ threads }: Ports) =>
  ({
    "message.send": {
      async prepare(row) {
        const [message, thread] = await Promise.all([
          messageOf(threads, row),
          threads.read({ ...row, id: row.aggregate }),
        ]);
        if (!message) return { is: "unsupported" };
        const { by, name, words, at } = message;
        const about = thread?.about && referenceOf(thread.about.id);
        return {
          kind: "message.send",
          patientId: row.patientId,
          ...(about ? { about } : {}),
          ...{ by, name, words, sentAt: at },
        };
      },
      async settle(row) {
        const message = await messageOf(threads, row);
        if (!message || saysTheSame(message, row)) return { changes: [] };
        const next = { ...message, writeBack: shown(row), version: message.version + 1 };
        return { changes: [threads.savingMessage(next)] };
      },
    },
  }) satisfies Partial<WriteBackKinds>;

/** A row's number is that of its message. */
const messageOf = (threads: Threads, { id, aggregate, ...row }: Row) =>
  threads.message({ ...row, id: aggregate }, Number(id.slice(aggregate.length + 1)));

/** A try that changed nothing for anybody is not stored. */
function saysTheSame({ writeBack }: MessageRecord, row: Row): boolean {
  const { state, reason } = shown(row);
  return writeBack.state === state && writeBack.reason === reason;
}

/** "Condition~12", as screens name records, is "Condition/12" in the chart. */
function referenceOf(itemId: string): string | undefined {
  const named = inItemId(itemId);
  return named && `${named.type}/${named.id}`;
}
