import type { EarlierResult } from "#domain/results.ts";
import type { RecordSave } from "#ports/records.ts";
import { entryOf } from "./entry.ts";
import type { Known } from "./family.ts";
import type { Judging } from "./judged.ts";
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
}

/** All that is written about one record: itself, and the lists, trends and the queue it stands in. */
export function saveOf(ref: string, { before, after, past, judging, at }: Changed): RecordSave[] {
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
      past: past.get(ref),
    },
  ];
}
