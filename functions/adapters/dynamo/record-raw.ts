import type { StoredRecord } from "#ports/records.ts";
import type { Item } from "#ports/store.ts";
import type { Table } from "./table.ts";

/** An item holds 400 KB; a document inside a resource may be larger, and then stands beside it in parts. */
const MOST_INSIDE = 200_000;
const PART = 350_000;

export type RawItem = Item & { readonly data: string };

const prefixOf = (ref: string) => `RAW#${ref}#`;

/** The parts of a resource that does not fit into its record. */
export function rawItems(pk: string, { ref, raw }: StoredRecord): RawItem[] {
  if (raw.length <= MOST_INSIDE) return [];
  const parts: RawItem[] = [];
  for (let at = 0; at < raw.length; at += PART)
    parts.push({
      pk,
      sk: `${prefixOf(ref)}${String(parts.length).padStart(4, "0")}`,
      data: raw.slice(at, at + PART),
    });
  return parts;
}

/** The record as it is kept: with the resource, or with how many parts it has. */
export const withoutRaw = (record: StoredRecord, parts: readonly RawItem[]): StoredRecord =>
  parts.length === 0 ? record : { ...record, raw: `parts:${parts.length}` };

/** The record with its resource, wherever that stands. */
export async function withRaw(
  table: Table,
  pk: string,
  record: StoredRecord,
): Promise<StoredRecord> {
  const [, count] = /^parts:(\d+)$/.exec(record.raw) ?? [];
  if (count === undefined) return record;
  const keys = Array.from({ length: Number(count) }, (_, part) => ({
    pk,
    sk: `${prefixOf(record.ref)}${String(part).padStart(4, "0")}`,
  }));
  const items = await table.batchGet(keys);
  const inOrder = items.sort((a, b) => (a.sk < b.sk ? -1 : 1));
  return { ...record, raw: inOrder.map(({ data }) => String(data)).join("") };
}
