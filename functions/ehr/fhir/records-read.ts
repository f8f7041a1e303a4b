import type { Instant } from "#domain/identifiers.ts";
import { isShown } from "#domain/record-sections.ts";
import type { EhrRecord } from "#ports/ehr-records.ts";
import type { Raw } from "./elements.ts";
import { NoAnswer } from "./failure.ts";
import { type ReadParts, refuseWrongPatient } from "./reads.ts";
import { isPsychotherapyNote } from "./records/kept-apart.ts";
import { patientsIn, toRecord } from "./records/map-record.ts";
import { pagesOf, read } from "./search.ts";
import type { Query } from "./transport.ts";

interface Asked {
  readonly type: string;
  readonly since?: Instant | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One patient's resources of one type, page by page as the server sends them, each once. */
export async function* records(
  parts: ReadParts,
  patientId: string,
  asked: Asked,
): AsyncGenerator<EhrRecord> {
  const seen = new Set<string>();
  const pages = asked.type === "Patient" ? own : searched;
  for await (const page of pages(parts, patientId, asked)) {
    const fresh = page.filter((raw) => !seen.has(String(raw["id"])));
    for (const raw of fresh) seen.add(String(raw["id"]));
    if (fresh.some((raw) => !patientsIn(raw).includes(patientId)))
      refuseWrongPatient(parts.http, asked.type);
    yield* fresh.flatMap((raw) => kept(raw, patientId) ?? []);
  }
}

async function* own(
  { http }: ReadParts,
  id: string,
  { type, signal }: Asked,
): AsyncGenerator<Raw[]> {
  const found = await read(http, { type, id, signal });
  yield found ? [found.raw] : [];
}

async function* searched(
  { http, abilities }: ReadParts,
  patientId: string,
  { type, since, signal }: Asked,
): AsyncGenerator<Raw[]> {
  const able = await abilities.known();
  const owner = able.ownerParameter(type);
  if (owner === undefined) throw new NoAnswer(`cannot-search-${type.toLowerCase()}`);
  const query: Query = [[owner, `Patient/${patientId}`]];
  const changed: Query =
    since && able.searches(type, "_lastUpdated") ? [["_lastUpdated", `ge${since}`]] : [];
  yield* pagesOf(http, { type, query: [...query, ...changed], signal });
}

const kept = (raw: Raw, patientId: string): EhrRecord | undefined =>
  isPsychotherapyNote(raw) ? undefined : toRecord(raw, patientId);

/** One resource of a chart, and whose it is. */
export async function record(
  { http }: ReadParts,
  type: string,
  id: string,
): Promise<EhrRecord | undefined> {
  if (!isShown(type)) return undefined;
  const found = await read(http, { type, id });
  const [patientId] = found ? patientsIn(found.raw) : [];
  return found && patientId !== undefined ? kept(found.raw, patientId) : undefined;
}
