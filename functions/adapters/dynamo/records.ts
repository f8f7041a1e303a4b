import * as z from "zod/mini";
import { EarlierResult } from "#domain/results.ts";
import {
  type ChartOf,
  HeldPoint,
  type Listed,
  RecordEntry,
  type RecordFeed,
  type RecordSave,
  type RecordStore,
  StoredRecord,
  TypeRead,
} from "#ports/records.ts";
import type { Change, Item } from "#ports/store.ts";
import { chartPartition, practicePartition } from "./keys-of.ts";
import { newsChanges, recordNews } from "./news.ts";
import { type RawItem, rawItems, withoutRaw, withRaw } from "./record-raw.ts";
import { recordWaits, waitingChanges } from "./record-waits.ts";
import type { Query, Table } from "./table.ts";
import { recordUnread } from "./unread.ts";

const FeedData: z.ZodMiniType<RecordFeed> = z.object({
  cursor: z.string(),
  asOf: z.string(),
  told: z.array(z.string()),
});

/** DynamoDB takes a hundred items and four megabytes in a transaction; some room is left for what goes alongside. */
const MOST_CHANGES = 90;
const MOST_BYTES = 2_500_000;
/** States of a result that are kept apart are few; this is more than any has. */
const MOST_PAST = 50;

const record = (ref: string) => `RECORD#${ref}`;
const LIST = "LIST#";
const TREND = "TREND#";

/** "LIST#problems#2026-05-01#Condition~12": newest first is a query backwards; what has no date comes last. */
const entryKey = (section: string, { item }: RecordEntry) =>
  `${LIST}${section}#${item.date ?? "0000"}#${item.id}`;
const pointKey = (loinc: string, { point }: HeldPoint) =>
  `${TREND}${loinc}#${point.date}#${point.id}`;

export function dynamoRecords(table: Table, newId: (prefix: string) => string): RecordStore {
  const inChart = { ...records(table, newId), ...lists(table), ...progress(table) };
  return { ...inChart, ...recordWaits(table), ...recordNews(table), ...recordUnread(table) };
}

const partition = ({ practiceId, patientId }: ChartOf) => chartPartition(practiceId, patientId);

function records(
  table: Table,
  newId: (prefix: string) => string,
): Pick<RecordStore, "read" | "save" | "past"> {
  return {
    async read(chart, refs) {
      const pk = partition(chart);
      const items = await table.batchGet(refs.map((ref) => ({ pk, sk: record(ref) })));
      const found = items.map(({ data }) => StoredRecord.parse(data));
      const whole = await Promise.all(found.map((one) => withRaw(table, pk, one)));
      return new Map(whole.map((one) => [one.ref, one]));
    },
    async save(chart, saves, alongside = []) {
      const all = packed(saves.map((save) => changesOf(chart, save)));
      for (const [at, changes] of all.entries()) {
        const isLast = at === all.length - 1;
        await table.transact(isLast ? [...changes, ...alongside] : changes, newId("rec"));
      }
    },
    async past(chart, ref) {
      const { items } = await table.query({
        pk: partition(chart),
        prefix: `PAST#${ref}#`,
        newestFirst: true,
        limit: MOST_PAST,
      });
      return items.map(({ data }) => EarlierResult.parse(data));
    },
  };
}

/** All that changes with one record; what it no longer stands in goes. */
function changesOf(chart: ChartOf, save: RecordSave): Change[] {
  const { before, after, entry, points, past } = save;
  const pk = partition(chart);
  const lists: Item[] = [
    ...(entry ? [{ pk, sk: entryKey(after.section, entry), data: entry }] : []),
    ...points.map((one) => ({ pk, sk: pointKey(one.point.loinc, one), data: one })),
  ];
  const listed = lists.map(({ sk }) => sk);
  const gone = (before?.listed ?? []).filter((sk) => !listed.includes(sk));
  const raw: RawItem[] = rawItems(pk, after);
  return [
    {
      put: {
        pk,
        sk: record(after.ref),
        version: after.version,
        data: { ...withoutRaw(after, raw), listed },
      },
      when: before ? [[["version", "=", before.version]]] : [["absent"]],
    },
    // With the record itself, also where the rest of it goes in a later transaction.
    ...newsChanges(chart, save),
    ...raw.map((put) => ({ put })),
    ...lists.map((put) => ({ put })),
    ...gone.map((sk) => ({ remove: { pk, sk } })),
    ...waitingChanges(chart, save),
    ...(past
      ? [
          {
            put: {
              pk,
              sk: `PAST#${after.ref}#${String(after.version).padStart(8, "0")}`,
              data: past,
            },
          },
        ]
      : []),
  ];
}

/** As many whole records in a transaction as fit; one that does not fit alone is split behind its first part. */
function packed(all: readonly Change[][]): Change[][] {
  const transactions: Change[][] = [];
  let bytes = 0;
  for (const changes of all.flatMap(split)) {
    const size = JSON.stringify(changes).length;
    const last = transactions.at(-1);
    if (last && last.length + changes.length <= MOST_CHANGES && bytes + size <= MOST_BYTES) {
      last.push(...changes);
      bytes += size;
    } else {
      transactions.push([...changes]);
      bytes = size;
    }
  }
  return transactions;
}

const split = (changes: Change[]): Change[][] =>
  changes.length <= MOST_CHANGES
    ? [changes]
    : [changes.slice(0, MOST_CHANGES), ...split(changes.slice(MOST_CHANGES))];

function lists(table: Table): Pick<RecordStore, "list" | "trend"> {
  const read = async <T>(
    query: Query & { readonly prefix: string; readonly from: string | undefined },
    schema: z.ZodMiniType<T>,
  ): Promise<Listed<T>> => {
    const { from, ...rest } = query;
    const after = from === undefined ? {} : { after: { pk: query.pk, sk: query.prefix + from } };
    const { items, next } = await table.query({
      ...rest,
      ...after,
      newestFirst: true,
      consistent: false,
    });
    return {
      entries: items.map(({ sk, data }) => ({
        key: sk.slice(query.prefix.length),
        value: schema.parse(data),
      })),
      more: next !== undefined,
    };
  };
  return {
    list: (chart, section, { after: from, limit }) =>
      read({ pk: partition(chart), prefix: `${LIST}${section}#`, from, limit }, RecordEntry),
    trend: (chart, loinc, { after: from, limit }) =>
      read({ pk: partition(chart), prefix: `${TREND}${loinc}#`, from, limit }, HeldPoint),
  };
}

function progress(
  table: Table,
): Pick<RecordStore, "reads" | "saveRead" | "followed" | "feed" | "saveFeed"> {
  const feed = (practiceId: string) => ({ pk: practicePartition(practiceId), sk: "RECORDS" });
  const FOLLOWED = "RECORDS#";
  const READ = "READ#";
  return {
    async reads(chart) {
      const { items } = await table.query({ pk: partition(chart), prefix: READ });
      return new Map(items.map(({ sk, data }) => [sk.slice(READ.length), TypeRead.parse(data)]));
    },
    async saveRead(chart, type, read) {
      const pk = practicePartition(chart.practiceId);
      await Promise.all([
        table.apply({ put: { pk, sk: FOLLOWED + type, data: {} } }),
        table.apply({ put: { pk: partition(chart), sk: READ + type, data: read } }),
      ]);
    },
    async followed(practiceId) {
      const { items } = await table.query({ pk: practicePartition(practiceId), prefix: FOLLOWED });
      return items.map(({ sk }) => sk.slice(FOLLOWED.length));
    },
    async feed(practiceId) {
      const item = await table.get(feed(practiceId));
      return item && FeedData.parse(item.data);
    },
    saveFeed: (practiceId, data) => table.apply({ put: { ...feed(practiceId), data } }),
  };
}
