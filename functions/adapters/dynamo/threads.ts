import { MOST_MESSAGES } from "#domain/messaging.ts";
import { MessageRecord, type ThreadKey, ThreadRecord, type Threads } from "#ports/messaging.ts";
import { type Condition, ConditionFailed } from "#ports/store.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";
import { waitingQueue } from "./waiting.ts";

const KIND = "THREAD#";
const MESSAGE = "MESSAGE#";
/** Of one patient, in one answer: years of them. */
const LISTED = 100;

const place = (number: number) => String(number).padStart(3, "0");
const key = ({ practiceId, patientId, id }: ThreadKey) => ({
  pk: patientPartition(practiceId, patientId),
  sk: KIND + id,
});
const messageKey = ({ practiceId, patientId, id }: ThreadKey, number: number) => ({
  pk: patientPartition(practiceId, patientId),
  sk: `${MESSAGE}${id}#${place(number)}`,
});
const next = ({ version }: { version: number }): Condition =>
  version === 1 ? [["absent"]] : [[["version", "=", version - 1]]];

/** They are kept as long as the chart: what was asked and answered is part of it. */
export function dynamoThreads(table: Table): Threads {
  const queue = waitingQueue(table, {
    name: "THREADS",
    schema: ThreadRecord,
    placeOf: ({ waitingSince = "", id }) => `${waitingSince}#${id}`,
  });
  return {
    async read(thread) {
      const item = await table.get(key(thread));
      return item && ThreadRecord.parse(item.data);
    },
    async messages(thread) {
      const { pk } = key(thread);
      const prefix = `${MESSAGE}${thread.id}#`;
      const { items } = await table.query({ pk, prefix, limit: MOST_MESSAGES });
      return items.map(({ data }) => MessageRecord.parse(data));
    },
    async message(thread, number) {
      const item = await table.get(messageKey(thread, number));
      return item && MessageRecord.parse(item.data);
    },
    async ofPatient(practiceId, patientId) {
      const pk = patientPartition(practiceId, patientId);
      const { items } = await table.query({ pk, prefix: KIND, newestFirst: true, limit: LISTED });
      const records = items.map(({ data }) => ThreadRecord.parse(data));
      return records.sort((a, b) => (a.last.at < b.last.at ? 1 : -1));
    },
    waiting: queue.waiting,
    saving: (record) => ({
      put: {
        ...key(record),
        data: record,
        version: record.version,
        ...queue.placed(record),
      },
      when: next(record),
      otherwise: new ConditionFailed(),
    }),
    savingMessage: (record) => ({
      put: {
        ...messageKey({ ...record, id: record.threadId }, record.number),
        data: record,
        version: record.version,
      },
      when: next(record),
      otherwise: new ConditionFailed(),
    }),
  };
}
