import * as z from "zod/mini";
import type { SealedDays } from "#ports/archive.ts";
import { AuditData } from "./audits.ts";
import { sealedPartition } from "./chains.ts";
import type { Position, Stored, Table } from "./table.ts";

const ArchivedData = z.object({ day: z.string() });
const archivedKey = (practiceId: string) => ({ pk: `ARCHIVED#${practiceId}`, sk: "LATEST" });

/** Sealed entries stand in the index by the day of their seal. */
export const dynamoSealedDays = (table: Table): SealedDays => ({
  async sealedOn(practiceId, day) {
    const items: Stored[] = [];
    let after: Position | undefined;
    do {
      const page = await table.query({
        ...{ pk: sealedPartition(practiceId, day), index: "gsi1", after },
      });
      items.push(...page.items);
      after = page.next;
    } while (after);
    return items.map(({ data }) => AuditData.parse(data));
  },
  async archived(practiceId) {
    const item = await table.get(archivedKey(practiceId));
    return item && ArchivedData.parse(item.data).day;
  },
  saveArchived: (practiceId, day) =>
    table.apply({ put: { ...archivedKey(practiceId), data: { day } } }),
});
