import type { Viewer } from "#domain/release-events.ts";
import type { JudgeNews, NewsFor, NewsState } from "#ports/news.ts";
import type { RecordStore, StoredRecord } from "#ports/records.ts";
import { type Judging, judged } from "./judged.ts";

/** Records read at once. */
const AT_ONCE = 100;
const EYES: Record<NewsFor, Viewer> = {
  patient: { is: "patient" },
  carers: { is: "representative", may: [] },
};

/** How news in a chart stands with those it is for: the answer of the gate that lets them see it. */
export const judgeNews =
  (store: Pick<RecordStore, "read" | "timing">): JudgeNews =>
  async (chart, { here, now, news }) => {
    const { choices } = await store.timing(chart);
    const refs = [...new Set(news.map(({ ref }) => ref))];
    const known = new Map<string, StoredRecord>();
    for (let at = 0; at < refs.length; at += AT_ONCE)
      for (const [ref, record] of await store.read(chart, refs.slice(at, at + AT_ONCE)))
        known.set(ref, record);
    const judging = { here, choices };
    return news.map((one) => stateOf(known.get(one.ref), { judging, viewer: EYES[one.for], now }));
  };

interface Asking {
  readonly judging: Judging;
  readonly viewer: Viewer;
  readonly now: string;
}

function stateOf(record: StoredRecord | undefined, { judging, viewer, now }: Asking): NewsState {
  // What stands in a report by now is told with it.
  if (!record || record.awaited || record.owners.length > 0) return { is: "over" };
  const answer = judged(record.held, judging, { viewer, now });
  switch (answer?.is) {
    case "visible":
      return answer.noticeAt > now
        ? { is: "later", at: answer.noticeAt }
        : { is: "visible", state: { ref: record.ref, seen: lastSeen(record) } };
    case "withheld":
      return { is: "later", at: answer.until };
    case "awaiting":
      return { is: "open" };
    default:
      return { is: "over" };
  }
}

const lastSeen = ({ held }: StoredRecord): string => held.versions.at(-1)?.seen ?? "";
