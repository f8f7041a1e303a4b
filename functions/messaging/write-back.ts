import { referenceIn } from "#domain/records.ts";
import { isShownAs, type Row, shown } from "#domain/writeback-row.ts";
import type { WriteBackKinds } from "#ports/ledger.ts";
import type { Threads } from "#ports/messaging.ts";

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
        const about = thread?.about && referenceIn(thread.about.id);
        return {
          kind: "message.send",
          patientId: row.patientId,
          ...(about ? { about } : {}),
          ...{ by, name, words, sentAt: at },
        };
      },
      async settle(row) {
        const message = await messageOf(threads, row);
        if (!message || isShownAs(message.writeBack, row)) return { changes: [] };
        const next = { ...message, writeBack: shown(row), version: message.version + 1 };
        return { changes: [threads.savingMessage(next)] };
      },
    },
  }) satisfies Partial<WriteBackKinds>;

/** A row's number is that of its message. */
const messageOf = (threads: Threads, { id, aggregate, ...row }: Row) =>
  threads.message({ ...row, id: aggregate }, Number(id.slice(aggregate.length + 1)));
