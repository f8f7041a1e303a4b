import { EXPORT_HOURS } from "#domain/exports.ts";
import { ExportRecord, type ExportRef, type Exports } from "#ports/exports.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

/** More than anybody may ask for in a day. */
const LISTED = 25;

const prefixOf = (owner: string) => `EXPORT#${owner}#`;
const keyOf = ({ practiceId, patientId, owner, id }: ExportRef) => ({
  pk: patientPartition(practiceId, patientId),
  sk: prefixOf(owner) + id,
});

/** They are forgotten a day after their files. */
const expiryOf = ({ askedAt }: ExportRecord): number =>
  Math.ceil(Date.parse(askedAt) / 1000) + 2 * EXPORT_HOURS * 3600;

export function dynamoExports(table: Table): Exports {
  return {
    async read(ref) {
      const item = await table.get(keyOf(ref));
      return item && ExportRecord.parse(item.data);
    },
    async list({ practiceId, patientId, owner }) {
      const { items } = await table.query({
        pk: patientPartition(practiceId, patientId),
        prefix: prefixOf(owner),
        newestFirst: true,
        limit: LISTED,
      });
      return items.map(({ data }) => ExportRecord.parse(data));
    },
    saving: (record) => ({
      put: {
        ...keyOf(record),
        data: record,
        version: record.version,
        expiresAt: expiryOf(record),
      },
      when: record.version === 1 ? [["absent"]] : [[["version", "=", record.version - 1]]],
    }),
  };
}
