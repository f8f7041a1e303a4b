import type { Measured } from "#domain/measured.ts";
import type { TrendPoint } from "#domain/results.ts";
import type { HeldPoint, StoredRecord } from "#ports/records.ts";
import { type Chart, heldWith, isKnown, rootsOf } from "./assemble.ts";

/** A trend is of numbers with a name and a moment. Statuses under which a number counts for nothing. */
const VOID = new Set(["cancelled", "entered-in-error", "registered"]);

/**
 * The values of one Observation for the trends of their tests. Each carries the facts of every result it stands in: it is
 * shown where all of them are.
 */
export function pointsOf(record: StoredRecord, chart: Chart): HeldPoint[] {
  const { measured, date } = record.item;
  if (!measured || date === undefined || record.awaited || VOID.has(record.own.status ?? ""))
    return [];
  // A report that is not read yet decides over it: until then nobody knows.
  if (!isKnown(record, chart)) return [];
  const roots = rootsOf(record, chart);
  const resultId = record.section === "results" ? (roots[0]?.ref ?? record.ref) : undefined;
  const all: Measured[] = [measured, ...(measured.parts ?? [])];
  const held = heldWith(record, chart);
  return all.flatMap((one) => {
    const found = { id: record.ref, resultId, date };
    return pointOf(one, found).map((point) => ({ point, held }));
  });
}

const pointOf = (
  { name, loinc, value, range, flag }: Measured,
  found: { id: string; resultId: string | undefined; date: string },
): TrendPoint[] =>
  loinc === undefined || value === undefined ? [] : [{ ...found, loinc, name, value, range, flag }];
