import { CorrectionRecord, type Corrections } from "#ports/corrections.ts";
import { ConditionFailed } from "#ports/store.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";
import { waitingQueue } from "./waiting.ts";

const KIND = "CORRECTION#";
/** Of one patient, in one answer: years of them. */
const LISTED = 100;

const key = (practiceId: string, patientId: string, id: string) => ({
  pk: patientPartition(practiceId, patientId),
  sk: KIND + id,
});

/** They are kept as long as the chart: what was asked and answered is part of it. */
export function dynamoCorrections(table: Table): Corrections {
  const queue = waitingQueue(table, {
    name: "CORRECTIONS",
    schema: CorrectionRecord,
    placeOf: ({ askedAt, id }) => `${askedAt}#${id}`,
  });
  return {
    async read(practiceId, patientId, id) {
      const item = await table.get(key(practiceId, patientId, id));
      return item && CorrectionRecord.parse(item.data);
    },
    async ofPatient(practiceId, patientId) {
      const pk = patientPartition(practiceId, patientId);
      const { items } = await table.query({ pk, prefix: KIND, newestFirst: true, limit: LISTED });
      return items.map(({ data }) => CorrectionRecord.parse(data));
    },
    waiting: queue.waiting,
    saving: (record) => ({
      put: {
        ...key(record.practiceId, record.patientId, record.id),
        data: record,
        version: record.version,
        ...queue.placed(record),
      },
      when: record.version === 1 ? [["absent"]] : [[["version", "=", record.version - 1]]],
      otherwise: new ConditionFailed(),
    }),
  };
}
