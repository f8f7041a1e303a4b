import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { News, PendingNews } from "#ports/news.ts";
import type { ChartOf, RecordSave, RecordStore, StateOfResult } from "#ports/records.ts";
import { type Change, ConditionFailed, type Item, type Key } from "#ports/store.ts";
import { chartPartition } from "./keys-of.ts";
import type { Position, Table } from "./table.ts";

const NewsData = z.object({
  patientId: z.string(),
  ref: z.string(),
  for: z.enum(["patient", "carers", "again"]),
  dueAt: z.optional(z.string()),
});
const LookedData = z.array(z.string());

/** More than a chart ever has at once; what is beyond is looked at next. */
const MOST = 2000;
const NEWS = "NEWS#";

const partition = ({ practiceId, patientId }: ChartOf) => chartPartition(practiceId, patientId);
const keyOf = (chart: ChartOf, one: Pick<PendingNews, "ref" | "for">): Key => ({
  pk: partition(chart),
  sk: `${NEWS}${one.for}#${one.ref}`,
});
const lookedKey = (chart: ChartOf): Key => ({ pk: partition(chart), sk: "LOOKED" });

/** A page of results in less than a kilobyte. */
const markOf = ({ ref, seen }: StateOfResult): string =>
  createHash("sha256").update(`${ref} ${seen}`).digest("base64url").slice(0, 12);

function newsItem(chart: ChartOf, { version, ...one }: PendingNews): Item {
  const { practiceId, patientId } = chart;
  const item = { ...keyOf(chart, one), version, data: { ...one, patientId } };
  return one.dueAt === undefined
    ? item
    : { ...item, gsi1pk: NEWS + practiceId, gsi1sk: `${one.dueAt}#${patientId}` };
}

/** What is noted as new with a record. Whether it may be told, and when, is asked of the gate, and not decided here. */
export function newsChanges(chart: ChartOf, { after, news }: RecordSave): Change[] {
  if (!news) return [];
  const whom = news.again ? (["again"] as const) : (["patient", "carers"] as const);
  const { ref, version } = after;
  return whom.map((who) => ({
    put: newsItem(chart, { ref, for: who, dueAt: news.at, version }),
  }));
}

/** The mirror's part. */
export const recordNews = (table: Table): Pick<RecordStore, "judgingAgain" | "looked"> => ({
  judgingAgain: (chart, { version }, at) => ({
    put: newsItem(chart, { ref: "timing", for: "again", dueAt: at, version }),
  }),
  looked: (chart, states) =>
    table.apply({ put: { ...lookedKey(chart), data: states.map(markOf) } }),
});

export function dynamoNews(table: Table): News {
  const unchanged = ({ version }: PendingNews) => ({
    when: [[["version", "=", version]]] as const,
    otherwise: new ConditionFailed(),
  });
  return {
    async due(practiceId, upTo, limit) {
      const pk = NEWS + practiceId;
      const between = ["0", `${upTo}~`] as const;
      const { items } = await table.query({ pk, index: "gsi1", between, limit });
      return [...new Set(items.map(({ data }) => NewsData.parse(data).patientId))];
    },
    async of(chart) {
      const found: PendingNews[] = [];
      let after: Position | undefined;
      do {
        const { items, next } = await table.query({ pk: partition(chart), prefix: NEWS, after });
        for (const { data, version = 0 } of items) {
          const { ref, for: who, dueAt } = NewsData.parse(data);
          found.push({ ref, for: who, dueAt, version });
        }
        after = next;
      } while (after && found.length < MOST);
      return found;
    },
    done: (chart, one) => ({ remove: keyOf(chart, one), ...unchanged(one) }),
    putOff: (chart, one, dueAt) => ({
      put: newsItem(chart, { ...one, dueAt }),
      ...unchanged(one),
    }),
    async looked(chart) {
      const item = await table.get(lookedKey(chart));
      const marks = new Set(item ? LookedData.parse(item.data) : []);
      return (state) => marks.has(markOf(state));
    },
  };
}
