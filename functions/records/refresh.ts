import type { ChartEhr, EhrRecord } from "#ports/ehr-records.ts";
import type { ChartOf, TypeRead } from "#ports/records.ts";
import { mergeRecords } from "./merge.ts";
import type { Here, RecordPorts } from "./ports.ts";

/** Read again this far back: a server may stamp late, and two may stamp alike. */
const OVERLAP_MS = 120_000;
/** Types read at the same time. */
const AT_ONCE = 8;
/** What results are made of. */
const RESULTS = ["DiagnosticReport", "Observation"];

/** Reports and values belong together: whoever reads one reads the other. */
const groupsOf = (types: readonly string[]): string[][] => {
  const results = types.some((type) => RESULTS.includes(type)) ? [RESULTS] : [];
  return [...results, ...types.filter((type) => !RESULTS.includes(type)).map((type) => [type])];
};

interface Refreshing {
  readonly chart: ChartOf;
  readonly here: Here;
  readonly types: readonly string[];
  readonly readable: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads these types of a chart: what changed since the last time, or everything the first time. Answers with the types it
 * could not read and why; rejects only with what is our own fault.
 */
export async function refresh(
  ports: RecordPorts,
  { chart, here, types, readable, signal }: Refreshing,
): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>();
  const [ehr, reads] = await Promise.all([
    ports.ehr(here.connectionId),
    ports.records.reads(chart),
  ]);
  const waiting = groupsOf(types.filter((type) => readable.includes(type)));
  const next = async (): Promise<void> => {
    for (let group = waiting.pop(); group; group = waiting.pop()) {
      const wanted = group.filter((type) => readable.includes(type));
      const read = readGroup(ports, { ehr, chart, here, reads, types: wanted, signal });
      await read.catch((error: unknown) => {
        for (const type of wanted) failed.set(type, error);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return failed;
}

interface Group {
  readonly ehr: ChartEhr;
  readonly chart: ChartOf;
  readonly here: Here;
  readonly reads: ReadonlyMap<string, TypeRead>;
  readonly types: readonly string[];
  readonly signal: AbortSignal | undefined;
}

async function readGroup(
  ports: RecordPorts,
  { ehr, chart, here, reads, types, signal }: Group,
): Promise<void> {
  const asOf = ports.clock();
  const stamps = new Map<string, string | undefined>();
  const found: EhrRecord[] = [];
  for (const type of types) {
    let stamp = reads.get(type)?.stamp;
    for await (const one of ehr.records(chart.patientId, { type, since: back(stamp), signal })) {
      found.push(one);
      if (one.updated && (stamp === undefined || one.updated > stamp)) stamp = one.updated;
    }
    stamps.set(type, stamp);
  }
  const isFirst = (type: string) => !reads.has(type);
  await mergeRecords(ports.records, chart, { found, at: asOf, here, isFirst, signal });
  await Promise.all(
    types.map((type) => ports.records.saveRead(chart, type, { asOf, stamp: stamps.get(type) })),
  );
}

const back = (stamp: string | undefined): string | undefined =>
  stamp?.includes("T") ? new Date(Date.parse(stamp) - OVERLAP_MS).toISOString() : undefined;
