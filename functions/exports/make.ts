import type { ExportFailure } from "#domain/exports.ts";
import type { Clock } from "#ports/clock.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { ExportRecord, ExportRef, Exports } from "#ports/exports.ts";
import type { Files } from "#ports/files.ts";
import type { Log } from "#ports/log.ts";
import type { Outline } from "#ports/paper.ts";
import type { Practice, Practices } from "#ports/practices.ts";
import type { ReleasedRecords } from "#ports/records.ts";
import { ConditionFailed, type Store } from "#ports/store.ts";
import { bundleOf } from "./bundle.ts";
import { type FilledSection, gather } from "./gather.ts";
import { outlineOf } from "./outline.ts";
import { fileName } from "./ports.ts";

export interface MakePorts {
  readonly exports: Exports;
  readonly files: Files;
  readonly released: ReleasedRecords;
  readonly practices: Practices;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes the mirror whole and fresh; rejects with EhrUnavailable where half a chart would be left. */
  fill(practice: Practice, patientId: string): Promise<{ asOf: string; types: readonly string[] }>;
  unpacked(raw: string): unknown;
  /** The EHR's address. */
  baseUrl(connectionId: string): Promise<string>;
  /** Draws what is outlined; as many bytes for the same outline at the same moment. */
  draw(outline: Outline): Promise<Uint8Array>;
}

/** Makes the files somebody asked for; what becomes of it is said in their record. Asked twice, it is made once. */
export async function makeExport(ports: MakePorts, ref: ExportRef): Promise<void> {
  const record = await ports.exports.read(ref);
  if (record?.state !== "preparing") return;
  const next = await tried(ports, record);
  try {
    await ports.store.apply(ports.exports.saving({ ...next, version: record.version + 1 }));
  } catch (error) {
    // Another has made it meanwhile, of the same chart under the same names.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

async function tried(ports: MakePorts, record: ExportRecord): Promise<ExportRecord> {
  try {
    return await made(ports, record);
  } catch (error) {
    ports.log.error("exports.failed", error, { id: record.id });
    const failure: ExportFailure = error instanceof EhrUnavailable ? "ehr.unavailable" : "internal";
    return { ...record, state: "failed", failure };
  }
}

async function made(ports: MakePorts, record: ExportRecord): Promise<ExportRecord> {
  const { practiceId, patientId, relation } = record;
  const practice = ports.practices.byId(practiceId);
  if (!practice) throw new Error("An export of a practice that is none.");
  const { asOf, types } = await ports.fill(practice, patientId);
  const at = ports.clock();
  const looking = { practice, patientId, relation, now: at };
  const sections = await gather(ports.released, looking);
  const files = [
    await kept(ports, record, {
      format: "fhir",
      body: await bundled(ports, practice, { sections, types, at }),
    }),
    await kept(ports, record, {
      format: "pdf",
      body: await ports.draw(outlineOf({ sections, practice, record, types, asOf, at })),
    }),
  ];
  return { ...record, state: "ready", asOf, madeAt: at, files };
}

async function bundled(
  ports: MakePorts,
  practice: Practice,
  of: { sections: readonly FilledSection[]; types: readonly string[]; at: string },
): Promise<Uint8Array> {
  const baseUrl = await ports.baseUrl(practice.connectionId);
  const bundle = bundleOf({ ...of, baseUrl, unpacked: ports.unpacked });
  return Buffer.from(JSON.stringify(bundle, undefined, 1));
}

const TYPES = { fhir: "application/fhir+json", pdf: "application/pdf" } as const;

async function kept(
  ports: MakePorts,
  record: ExportRecord,
  { format, body }: { format: "fhir" | "pdf"; body: Uint8Array },
): Promise<NonNullable<ExportRecord["files"]>[number]> {
  await ports.files.put(fileName(record, format), { type: TYPES[format], body });
  return { format, sizeBytes: body.length };
}
