import type { EarlierResult } from "#domain/results.ts";
import type { RecordSave, StoredRecord } from "#ports/records.ts";
import { standsAlone } from "./assemble.ts";
import { entryOf } from "./entry.ts";
import type { Known } from "./family.ts";
import type { Judging } from "./judged.ts";
import { contentOf } from "./pack.ts";
import { pointsOf } from "./points.ts";
import { waitingOf } from "./waiting.ts";

/** A chart before and after something became known of it. */
export interface Changed {
  readonly before: Known;
  readonly after: Known;
  /** What results said before, by their refs. */
  readonly past: ReadonlyMap<string, EarlierResult>;
  readonly judging: Judging;
  readonly at: string;
  /** True of types that this chart is read for the first time: years of them, and no news. */
  readonly isFirst?: ((type: string) => boolean) | undefined;
}

/** All that is written about one record: itself, and the lists, trends and the queue it stands in. */
export function saveOf(ref: string, changed: Changed): RecordSave[] {
  const { before, after, past, judging, at } = changed;
  const record = after.get(ref);
  if (!record) return [];
  const known = before.get(ref);
  const next = { ...record, version: (known?.version ?? 0) + 1 };
  const waiting = waitingOf(next, judging, at);
  return [
    {
      before: known,
      after: { ...next, waits: waiting ? true : undefined },
      entry: entryOf(record, after),
      points: pointsOf(record, after),
      waiting,
      news: newsIn({ known, next, waits: waiting !== undefined }, changed),
      past: past.get(ref),
    },
  ];
}

/** Shown as a result: by itself, or as a document that is one. */
const isResult = (record: StoredRecord): boolean =>
  record.section === "results" ? standsAlone(record) : record.held.kind !== "record";

interface Step {
  readonly known: StoredRecord | undefined;
  readonly next: StoredRecord;
  readonly waits: boolean;
}

/**
 * A result is news when it is there for the first time, and when it takes back what it said; a chart's history is none,
 * but for what waits in it. Whoever is not told yet may be due at another time once anything else about it changed.
 */
function newsIn({ known, next, waits }: Step, changed: Changed): RecordSave["news"] {
  const { at, past, isFirst } = changed;
  const last = next.held.versions.at(-1);
  if (!isResult(next) || !last) return undefined;
  const before = known?.held.versions.at(-1);
  if (!before) return isFirst?.(next.item.type) && !waits ? undefined : { at };
  if (before.seen !== last.seen && (next.section !== "results" || past.has(next.ref)))
    return { at };
  const same = contentOf(known?.held) === contentOf(next.held);
  return same ? undefined : { at, again: true };
}
