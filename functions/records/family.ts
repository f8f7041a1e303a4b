import type { ChartOf, RecordStore, StoredRecord } from "#ports/records.ts";
import { memberRefs } from "./assemble.ts";

/** Records by their refs, as they are kept. */
export type Known = Map<string, StoredRecord>;

/** Reports within reports, and what is theirs. */
const ROUNDS = 4;

/** These records as they are kept, with the reports they stand in and all of those's values. */
export async function around(
  store: RecordStore,
  chart: ChartOf,
  refs: readonly string[],
): Promise<Known> {
  const known: Known = new Map();
  const asked = new Set<string>();
  let wanted = refs;
  for (let round = 0; round < ROUNDS && wanted.length > 0; round++) {
    for (const ref of wanted) asked.add(ref);
    const more = await store.read(chart, [...new Set(wanted)]);
    for (const [ref, record] of more) known.set(ref, record);
    const near = [...more.values()].flatMap((one) => [...one.owners, ...memberRefs(one)]);
    wanted = near.filter((ref) => !asked.has(ref));
  }
  return known;
}

/** These records and the results they stand in. */
export function upwards(known: Known, from: Iterable<string>): Set<string> {
  const all = new Set(from);
  // A set walks on over what is added to it meanwhile.
  for (const ref of all) for (const owner of known.get(ref)?.owners ?? []) all.add(owner);
  return all;
}

/** These records and all values in them: whoever decides over a result decides over those. */
export function downwards(known: Known, from: Iterable<string>): Set<string> {
  const all = new Set(from);
  for (const ref of all) {
    const record = known.get(ref);
    for (const member of record ? memberRefs(record) : []) if (known.has(member)) all.add(member);
  }
  return all;
}
