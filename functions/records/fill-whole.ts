import { EhrUnavailable } from "#ports/ehr.ts";
import { readableAt } from "./freshen.ts";
import type { Here, RecordPorts } from "./ports.ts";
import { refresh } from "./refresh.ts";

export interface WholeChart {
  /** As old as its oldest part. */
  readonly asOf: string;
  /** The types that were read. */
  readonly types: readonly string[];
}

/**
 * A whole chart as fresh as it can be. Rejects with EhrUnavailable where a part of it was never read and can't be read
 * now: half a chart is none.
 */
export async function fillWhole(
  ports: RecordPorts,
  here: Here,
  { patientId, signal }: { patientId: string; signal?: AbortSignal | undefined },
): Promise<WholeChart> {
  const chart = { practiceId: here.id, patientId };
  const types = await readableAt(ports, here);
  const failed = await refresh(ports, { chart, here, types, readable: types, signal }).catch(
    (error: unknown) => new Map([["", error]]),
  );
  for (const [type, error] of failed) {
    if (!(error instanceof EhrUnavailable) && !signal?.aborted) throw error;
    ports.log.warn("records.not-read", { type });
  }
  const reads = await ports.records.reads(chart);
  const ages = types.map((type) => reads.get(type)?.asOf);
  const known = ages.filter((age) => age !== undefined).toSorted();
  const [asOf] = known;
  if (asOf === undefined || known.length < types.length) throw new EhrUnavailable("never-read");
  return { asOf, types };
}
