import { isFinal, Row } from "#domain/writeback-row.ts";
import { type RowKey, RowMoved, type Rows } from "#ports/ledger.ts";
import type { Item } from "#ports/store.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const dueItem = (item: Item, row: Row): Item => {
  if (row.state === "manual")
    return { ...item, gsi1pk: `MANUAL#${row.practiceId}`, gsi1sk: `${row.since}#${row.id}` };
  if (isFinal(row.state)) return item;
  // A held row is due when its lease ends: that is how a dead holder is noticed.
  const at = row.lease?.until ?? row.dueAt;
  return { ...item, gsi1pk: `DUE#${row.practiceId}`, gsi1sk: `${at}#${row.id}` };
};

const rowItem = (row: Row, requestId: string): Item =>
  dueItem(
    {
      pk: patientPartition(row.practiceId, row.patientId),
      sk: `WRITE#${row.id}`,
      data: row,
      version: row.version,
      requestId,
    },
    row,
  );

export function dynamoRows(table: Table): Rows {
  const all = async (key: Omit<RowKey, "id">, prefix: string) => {
    const pk = patientPartition(key.practiceId, key.patientId);
    const { items } = await table.query({ pk, prefix: `WRITE#${prefix}` });
    return items.map((item) => Row.parse(item.data));
  };
  return {
    async read({ practiceId, patientId, id }) {
      const pk = patientPartition(practiceId, patientId);
      const item = await table.get({ pk, sk: `WRITE#${id}` });
      return item && Row.parse(item.data);
    },
    async ofAggregate(key, aggregate) {
      // An id of the EHR's may go on where another one ends: "Observation~1.2" is not of "Observation~1".
      const rows = await all(key, `${aggregate}.`);
      return rows.filter((row) => row.aggregate === aggregate);
    },
    ofPatient: (key) => all(key, ""),
    async due(practiceId, upTo, limit) {
      const to = upTo === "all" ? "~" : `${upTo}~`;
      const { items } = await table.query({
        pk: `DUE#${practiceId}`,
        index: "gsi1",
        between: ["0", to],
        limit,
      });
      return items.map((item) => Row.parse(item.data));
    },
    creating: (row, requestId, otherwise) => ({
      put: rowItem(row, requestId),
      when: [["absent"], [["requestId", "=", requestId]]],
      otherwise,
    }),
    saving: (row, requestId) => ({
      put: rowItem(row, requestId),
      when: [[["version", "=", row.version - 1]]],
      otherwise: new RowMoved(),
    }),
    dropping: (row) => ({
      remove: {
        pk: patientPartition(row.practiceId, row.patientId),
        sk: `WRITE#${row.id}`,
      },
      when: [[["version", "=", row.version - 1]]],
      otherwise: new RowMoved(),
    }),
  };
}
