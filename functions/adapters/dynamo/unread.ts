import * as z from "zod/mini";
import type { ChartOf, RecordStore, UnreadChart } from "#ports/records.ts";
import type { Item, Key } from "#ports/store.ts";
import { chartPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const UnreadData = z.object({ patientId: z.string(), tries: z.number() });

const UNREAD = "UNREAD#";
/** Before any instant: at once. */
const NOW = "0";

/** One mark a chart, whoever leaves it and however often. */
const keyOf = ({ practiceId, patientId }: ChartOf): Key => ({
  pk: chartPartition(practiceId, patientId),
  sk: "UNREAD",
});

/** Beside a chart: that its results are to be read, at once unless told. Found by when it is due, through the index. */
export function unreadItem({ practiceId, patientId, tries = 0 }: Marked, dueAt = NOW): Item {
  return {
    ...keyOf({ practiceId, patientId }),
    data: { patientId, tries },
    gsi1pk: UNREAD + practiceId,
    gsi1sk: `${dueAt}#${patientId}`,
  };
}
type Marked = ChartOf & Partial<UnreadChart>;

/** The part of the mirror that knows which charts are to be read. */
export const recordUnread = (
  table: Table,
): Pick<RecordStore, "unread" | "wasRead" | "readLater"> => ({
  async unread(practiceId, upTo, limit) {
    const pk = UNREAD + practiceId;
    const between = [NOW, `${upTo}~`] as const;
    const { items } = await table.query({ pk, index: "gsi1", between, limit });
    return items.map(({ data }) => ({ practiceId, ...UnreadData.parse(data) }));
  },
  wasRead: (chart) => table.apply({ remove: keyOf(chart) }),
  readLater: (chart, dueAt) => table.apply({ put: unreadItem(chart, dueAt) }),
});
