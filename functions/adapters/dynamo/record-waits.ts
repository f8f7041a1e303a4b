import { Problem } from "#domain/problem.ts";
import {
  type ChartOf,
  type RecordSave,
  type RecordStore,
  type StoredRecord,
  TimingRecord,
  WaitingResult,
} from "#ports/records.ts";
import type { Change, Key } from "#ports/store.ts";
import { chartPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

/** All that is not shown to everybody yet stands in one partition per practice, the oldest first. */
const queuePartition = (practiceId: string) => `WAITS#${practiceId}`;

const keyOf = (
  { practiceId, patientId }: ChartOf,
  { ref, held }: StoredRecord,
): Key | undefined => {
  const [first] = held.versions;
  return first && { pk: queuePartition(practiceId), sk: `${first.seen}#${patientId}#${ref}` };
};

/** The queue's part of what is written about a record: its entry, or that it has none any more. */
export function waitingChanges(chart: ChartOf, { before, after, waiting }: RecordSave): Change[] {
  const key = keyOf(chart, after);
  if (!key) return [];
  if (waiting) {
    const { forgetAt } = waiting;
    const expires = forgetAt ? { expiresAt: Math.ceil(Date.parse(forgetAt) / 1000) } : {};
    return [{ put: { ...key, ...expires, data: waiting } }];
  }
  return before?.waits ? [{ remove: key }] : [];
}

const timingKey = (chart: ChartOf): Key => ({
  pk: chartPartition(chart.practiceId, chart.patientId),
  sk: "TIMING",
});

/** The practice's queue of results, and when patients want to learn of theirs. */
export const recordWaits = (
  table: Table,
): Pick<RecordStore, "waiting" | "timing" | "timings" | "savingTiming"> => ({
  async waiting(practiceId, { after, limit }) {
    const pk = queuePartition(practiceId);
    const { items, next } = await table.query({
      pk,
      limit,
      ...(after === undefined ? {} : { after: { pk, sk: after } }),
    });
    return {
      entries: items.map(({ sk, data }) => ({
        key: sk,
        value: { ...WaitingResult.parse(data), practiceId, patientId: sk.split("#")[1] ?? "" },
      })),
      more: next !== undefined,
    };
  },
  async timing(chart) {
    const item = await table.get(timingKey(chart));
    return item ? TimingRecord.parse(item.data) : { choices: [], version: 0 };
  },
  async timings(practiceId, patientIds) {
    const byKey = new Map(
      [...new Set(patientIds)].map((patientId) => {
        const key = timingKey({ practiceId, patientId });
        return [key.pk, { key, patientId }] as const;
      }),
    );
    if (byKey.size === 0) return new Map();
    const items = await table.batchGet([...byKey.values()].map(({ key }) => key));
    return new Map(
      items.map(({ pk, data }) => [byKey.get(pk)?.patientId ?? "", TimingRecord.parse(data)]),
    );
  },
  savingTiming: (chart, timing) => ({
    put: { ...timingKey(chart), data: timing, version: timing.version },
    when: timing.version === 1 ? [["absent"]] : [[["version", "=", timing.version - 1]]],
    otherwise: new Problem("work.changed"),
  }),
});
