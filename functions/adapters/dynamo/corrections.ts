import { CorrectionRecord, type Corrections } from "#ports/corrections.ts";
import { ConditionFailed } from "#ports/store.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const KIND = "CORRECTION#";
/** Of one patient, in one answer: years of them. */
const LISTED = 100;

const key = (practiceId: string, patientId: string, id: string) => ({
  pk: patientPartition(practiceId, patientId),
  sk: KIND + id,
});
const queue = (practiceId: string) => `CORRECTIONS#${practiceId}`;
/** "2026-11-23T15:00:00.000Z#cor_1": oldest first. */
const placeOf = ({ askedAt, id }: CorrectionRecord) => `${askedAt}#${id}`;

/** They are kept as long as the chart: what was asked and answered is part of it. */
export function dynamoCorrections(table: Table): Corrections {
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
    async waiting(practiceId, { after, limit }) {
      const { items, next } = await table.query({
        pk: queue(practiceId),
        index: "gsi1",
        // Just behind the last one that was read.
        between: [after === undefined ? "0" : `${after}!`, "9"],
        limit,
      });
      const records = items.map(({ data }) => CorrectionRecord.parse(data));
      const last = records.at(-1);
      return { items: records, next: next && last ? placeOf(last) : undefined };
    },
    saving: (record) => ({
      put: {
        ...key(record.practiceId, record.patientId, record.id),
        data: record,
        version: record.version,
        ...(record.state === "waiting"
          ? { gsi1pk: queue(record.practiceId), gsi1sk: placeOf(record) }
          : {}),
      },
      when: record.version === 1 ? [["absent"]] : [[["version", "=", record.version - 1]]],
      otherwise: new ConditionFailed(),
    }),
  };
}
