import type { Clock } from "#ports/clock.ts";
import type { Queue } from "#ports/queue.ts";
import type { Freshen, RecordStore } from "#ports/records.ts";
import { ageOf, isFresh } from "./freshness.ts";

/**
 * Answers from the mirror, and has what was not read for long read behind the answer: whoever looks at many charts waits
 * for none of them, and carries none of the shapes they come in.
 */
export const freshenLater =
  (ports: {
    readonly records: RecordStore;
    readonly rereads: Queue;
    readonly clock: Clock;
  }): Freshen =>
  async ({ practice, patientId }, types) => {
    const chart = { practiceId: practice.id, patientId };
    const [reads, feed] = await Promise.all([
      ports.records.reads(chart),
      ports.records.feed(practice.id),
    ]);
    const now = ports.clock();
    const stale = types.filter((type) => !isFresh(type, { reads, feed, now }));
    if (stale.length > 0) await ports.rereads.send({ ...chart, types: stale });
    return (asked) => ageOf(asked, { reads, feed, stale });
  };
