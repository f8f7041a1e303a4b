import { addSeconds } from "#domain/time.ts";
import { EhrUnavailable, isRateLimit } from "#ports/ehr.ts";
import type { RecordFeed, TypeRead, UnreadChart } from "#ports/records.ts";
import { readableAt } from "./freshen.ts";
import { isFresh } from "./freshness.ts";
import type { Here, RecordPorts } from "./ports.ts";
import { refresh } from "./refresh.ts";

/** Charts begun in one poll at most. */
const AT_MOST = 25;
/** A chart that can't be read for a reason of its own is tried again after this long, then after twice that, up to a day. */
const TRY_AGAIN_SECONDS = 120;
const DAY_SECONDS = 24 * 3600;
/**
 * What a result may come as: of these somebody is told before they ever look. The rest of a chart is read when somebody
 * does: it is nobody's business before, and an EHR that allows few calls has none to spare for it.
 */
const TOLD_OF = ["DiagnosticReport", "Observation", "DocumentReference"];

interface Reading {
  readonly here: Here;
  /** Types of results this EHR can be asked for. */
  readonly readable: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Reads the results in some of the charts that somebody can sign in for and that are to be read, so that they are followed from there on:
 * nobody has to open the portal first. Ends when the time does, or when the EHR does not answer; what is left is due again.
 */
export async function readUnread(
  ports: RecordPorts,
  here: Here,
  signal: AbortSignal,
): Promise<void> {
  const charts = await ports.records.unread(here.id, ports.clock(), AT_MOST);
  if (charts.length === 0) return;
  try {
    const readable = (await readableAt(ports, here)).filter((type) => TOLD_OF.includes(type));
    if (readable.length === 0) return;
    await beginFeed(ports, here, readable);
    for (const chart of charts) {
      const isFirst = chart === charts[0];
      if (!(await readOne(ports, { here, readable, signal }, { chart, isFirst }))) return;
    }
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    ports.log.warn("records.unread-left", { practiceId: here.id, code: error.code });
  }
}

/** What changes while the first charts are read would be missed by a feed that began after them. */
async function beginFeed(
  ports: RecordPorts,
  here: Here,
  readable: readonly string[],
): Promise<void> {
  if (await ports.records.feed(here.id)) return;
  const asOf = ports.clock();
  const ehr = await ports.ehr(here.connectionId);
  const begun = await ehr.recordChanges(undefined, readable);
  // Asked once in earnest: a server may say that it can tell of all patients at once, and refuse to.
  const { next, told } = await ehr.recordChanges(begun.next, readable);
  await ports.records.saveFeed(here.id, { cursor: next, asOf, told });
}

/** False where there is no point in going on to the next chart now. */
async function readOne(
  ports: RecordPorts,
  reading: Reading,
  { chart, isFirst }: { chart: UnreadChart; isFirst: boolean },
): Promise<boolean> {
  const { here, readable, signal } = reading;
  if (signal.aborted) return false;
  const known = await knownOf(ports, chart);
  const types = readable.filter((type) => !isFresh(type, known));
  const failed = await refresh(ports, { chart, here, types, readable, signal }).catch(
    (error: unknown) => new Map(types.map((type) => [type, error])),
  );
  const isStuck = types.every((type) => known.reads.has(type) || failed.has(type));
  if (failed.size === 0) await finish(ports, chart, { readable, known });
  else if (await isLeft(ports, reading, { failed, isStuck, isFirst })) return false;
  else await putOff(ports, chart, failed);
  return true;
}

interface Known {
  readonly reads: ReadonlyMap<string, TypeRead>;
  readonly feed: RecordFeed | undefined;
  readonly now: string;
}

async function knownOf(ports: RecordPorts, chart: UnreadChart): Promise<Known> {
  const [reads, feed] = await Promise.all([
    ports.records.reads(chart),
    ports.records.feed(chart.practiceId),
  ]);
  return { reads, feed, now: ports.clock() };
}

interface Trouble {
  readonly failed: ReadonlyMap<string, unknown>;
  /** It came no further: what was never read is so still. */
  readonly isStuck: boolean;
  /** All of this poll's time was for it. */
  readonly isFirst: boolean;
}

/** True where what failed is not this chart's fault: it stays due, and so do those behind it. */
async function isLeft(
  ports: RecordPorts,
  { here, signal }: Reading,
  { failed, isStuck, isFirst }: Trouble,
): Promise<boolean> {
  if ([...failed.values()].some((error) => isRateLimit(codeOf(error)))) return true;
  // Cut short, it goes on with what is left; what came no further in all that time would be cut short for ever.
  if (signal.aborted) return !(isStuck && isFirst);
  return !(await answers(ports, here));
}

/** Whether the EHR answers at all: a chart, or a type, of which it can say nothing must not stop the others. */
async function answers(ports: RecordPorts, { connectionId }: Here): Promise<boolean> {
  const ehr = await ports.ehr(connectionId);
  const { asOf: before } = await ehr.capabilities();
  const { asOf } = await ehr.probe();
  return asOf !== undefined && asOf !== before;
}

/** Nothing is left to do, for the EHR tells what changes. Where it does not tell, the chart is looked at every day. */
async function finish(
  ports: RecordPorts,
  chart: UnreadChart,
  { readable, known }: { readable: readonly string[]; known: Known },
): Promise<void> {
  const silent = readable.filter((type) => !isTold(type, known));
  if (silent.length === 0) return ports.records.wasRead(chart);
  const again = addSeconds(ports.clock(), DAY_SECONDS);
  return ports.records.readLater({ ...chart, tries: 0 }, again);
}

const isTold = (type: string, { feed }: Known): boolean => feed?.told.includes(type) === true;

async function putOff(
  ports: RecordPorts,
  chart: UnreadChart,
  failed: ReadonlyMap<string, unknown>,
): Promise<void> {
  const { practiceId, tries } = chart;
  for (const [type, error] of failed) {
    const code = codeOf(error);
    if (code === undefined) ports.log.error("records.unread-failed", error, { practiceId, type });
    else ports.log.warn("records.unread-put-off", { practiceId, type, code });
  }
  const seconds = Math.min(DAY_SECONDS, TRY_AGAIN_SECONDS * 2 ** tries);
  const dueAt = addSeconds(ports.clock(), seconds);
  await ports.records.readLater({ ...chart, tries: tries + 1 }, dueAt);
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof EhrUnavailable ? error.code : undefined;
