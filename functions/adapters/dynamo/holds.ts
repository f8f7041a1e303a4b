import { type HoldKey, type HoldLog, HoldRecord } from "#ports/holds.ts";
import type { Table } from "./table.ts";

const keyOf = (practiceId: string, { at, patientId, ref }: HoldKey) => ({
  pk: `HOLDS#${practiceId}`,
  sk: `${at}#${patientId}#${ref}`,
});

/** The log of holds: in the order in which they were decided. */
export function dynamoHolds(table: Table): HoldLog {
  return {
    saving: (practiceId, hold) => ({ put: { ...keyOf(practiceId, hold), data: hold } }),
    async read(practiceId, keys) {
      if (keys.length === 0) return [];
      const items = await table.batchGet(keys.map((key) => keyOf(practiceId, key)));
      return items.map(({ data }) => HoldRecord.parse(data));
    },
    async between(practiceId, from, until) {
      const found: HoldRecord[] = [];
      let after: Awaited<ReturnType<Table["query"]>>["next"];
      do {
        // "until" itself is the next month's: every key of an instant goes on after it.
        const page = await table.query({
          pk: `HOLDS#${practiceId}`,
          between: [from, until],
          after,
        });
        found.push(...page.items.map(({ data }) => HoldRecord.parse(data)));
        after = page.next;
      } while (after);
      return found;
    },
  };
}
