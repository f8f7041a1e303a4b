import { EhrUnavailable } from "#ports/ehr.ts";
import type { EhrRecord } from "#ports/ehr-records.ts";
import { readableAt } from "./freshen.ts";
import { mergeRecords } from "./merge.ts";
import type { Here, RecordPorts } from "./ports.ts";
import { refresh } from "./refresh.ts";

/** One look at what changed in charts. Only charts that were read before are read again. */
export async function followRecords(ports: RecordPorts, here: Here): Promise<void> {
  const types = await ports.records.followed(here.id);
  if (types.length === 0) return;
  try {
    const known = await ports.records.feed(here.id);
    const asOf = ports.clock();
    const ehr = await ports.ehr(here.connectionId);
    const { changes, told, next } = await ehr.recordChanges(known?.cursor, types);
    const readable = (await ehr.capabilities()).records;
    for (const [patientId, changed] of Map.groupBy(changes, (one) => one.patientId)) {
      const named = new Set(changed.map(({ type }) => type));
      await reread(ports, here, { patientId, types: [...named], readable });
    }
    await ports.records.saveFeed(here.id, { cursor: next, asOf, told });
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    ports.log.warn("records.ehr-unavailable", { practiceId: here.id, code: error.code });
  }
}

/** Reads types of one chart again, of those that were ever read. */
async function reread(
  ports: RecordPorts,
  here: Here,
  asked: { patientId: string; types: readonly string[]; readable: readonly string[] },
): Promise<void> {
  const chart = { practiceId: here.id, patientId: asked.patientId };
  const reads = await ports.records.reads(chart);
  const types = asked.types.filter((type) => reads.has(type));
  if (types.length === 0) return;
  const failed = await refresh(ports, { chart, here, types, readable: asked.readable });
  for (const error of failed.values()) throw error;
}

/** Reads a chart, or the rest of it, that took too long while somebody waited. */
export async function fillChart(
  ports: RecordPorts,
  here: Here,
  { patientId, types }: { patientId: string; types: readonly string[] },
): Promise<void> {
  const readable = await readableAt(ports, here);
  const chart = { practiceId: here.id, patientId };
  const failed = await refresh(ports, { chart, here, types, readable });
  for (const error of failed.values()) throw error;
}

/** Re-reads records by reference, as a webhook named them, where their chart was read before. */
export async function rereadRecords(
  ports: RecordPorts,
  here: Here,
  references: readonly string[],
): Promise<void> {
  if (references.length === 0) return;
  const followed = new Set(await ports.records.followed(here.id));
  const ehr = await ports.ehr(here.connectionId);
  for (const reference of references) {
    const [type = "", id = ""] = reference.split("/");
    if (!followed.has(type)) continue;
    const at = ports.clock();
    const record = await ehr.record(type, id);
    if (!record) continue;
    const chart = { practiceId: here.id, patientId: record.patientId };
    if (!(await ports.records.reads(chart)).has(type)) continue;
    const values = await Promise.all(
      (record.result?.members ?? []).map((member) => ehr.record("Observation", member)),
    );
    const own = values.filter((one): one is EhrRecord => one?.patientId === record.patientId);
    await mergeRecords(ports.records, chart, { found: [record, ...own], at, here });
  }
}
