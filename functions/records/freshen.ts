import { EhrUnavailable } from "#ports/ehr.ts";
import type { Queue } from "#ports/queue.ts";
import type { Freshen } from "#ports/records.ts";
import { ageOf, isFresh } from "./freshness.ts";
import type { Here, RecordPorts } from "./ports.ts";
import { refresh } from "./refresh.ts";

/** What is left of a request's time for answering it, and the longest an EHR may take of it, milliseconds. */
const ANSWER_MS = 2_500;
const READ_MS = 6_000;

/** Answers from the mirror; what was never read, or not for long, is read while the caller waits. */
export const freshen =
  (
    ports: RecordPorts & { readonly rereads: Queue },
    practices: { byId(id: string): Here | undefined },
  ): Freshen =>
  async (looking, types) => {
    const { patientId, now } = looking;
    const here = practices.byId(looking.practice.id);
    const chart = { practiceId: looking.practice.id, patientId };
    const [reads, feed] = await Promise.all([
      ports.records.reads(chart),
      ports.records.feed(chart.practiceId),
    ]);
    const due = types.filter((type) => !isFresh(type, { reads, feed, now }));
    if (due.length === 0 || !here) return (asked) => ageOf(asked, { reads, feed, stale: [] });
    const ms = Math.min(READ_MS, looking.deadline - Date.now() - ANSWER_MS);
    const signal = ms > 0 ? AbortSignal.timeout(ms) : AbortSignal.abort();
    const stale = await readDue(ports, { here, chart, due, signal });
    if (signal.aborted && stale.length > 0)
      await ports.rereads.send({ practiceId: chart.practiceId, patientId, types: stale });
    const after = await ports.records.reads(chart);
    return (asked) => ageOf(asked, { reads: after, feed, stale });
  };

interface Due {
  readonly here: Here;
  readonly chart: { readonly practiceId: string; readonly patientId: string };
  readonly due: readonly string[];
  readonly signal: AbortSignal;
}

/** The types that could not be read. */
async function readDue(ports: RecordPorts, { here, chart, due, signal }: Due): Promise<string[]> {
  const readable = await readableAt(ports, here);
  const failed = await refresh(ports, { here, chart, types: due, readable, signal }).catch(
    (error: unknown) => new Map(due.map((type) => [type, error])),
  );
  for (const [type, error] of failed) {
    if (!(error instanceof EhrUnavailable) && !signal.aborted) throw error;
    const code = error instanceof EhrUnavailable ? error.code : "handed-over";
    ports.log.warn("records.not-read", { type, code });
  }
  const asked = due.filter((type) => !readable.includes(type));
  return [...failed.keys(), ...(readable.length === 0 ? asked : [])];
}

/** Types this EHR can be asked for; those it was asked for before, while it does not answer. */
export async function readableAt(ports: RecordPorts, here: Here): Promise<readonly string[]> {
  try {
    const ehr = await ports.ehr(here.connectionId);
    const { asOf, records } = await ehr.capabilities();
    if (asOf !== undefined) return records;
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
  }
  return ports.records.followed(here.id);
}
