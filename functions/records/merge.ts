import { itemId } from "#domain/records.ts";
import type { EarlierResult } from "#domain/results.ts";
import type { EhrRecord } from "#ports/ehr-records.ts";
import type { ChartOf, RecordSave, RecordStore, StoredRecord } from "#ports/records.ts";
import { ConditionFailed } from "#ports/store.ts";
import { assembled, memberRefs } from "./assemble.ts";
import { entryOf } from "./entry.ts";
import { awaitedMember, nextState } from "./next-state.ts";
import { pointsOf } from "./points.ts";

/** Records merged at once; a report and its values stay together. */
const AT_ONCE = 40;
/** Tries while somebody else writes the same records. */
const TRIES = 4;
/** Reports within reports, and what is theirs. */
const ROUNDS = 4;

/** Takes what the chart says into the mirror: new records, new states of known ones, and the lists they stand in. */
export async function mergeRecords(
  store: RecordStore,
  chart: ChartOf,
  read: { found: readonly EhrRecord[]; at: string; signal?: AbortSignal | undefined },
): Promise<void> {
  for (const some of slices(read.found)) {
    read.signal?.throwIfAborted();
    await mergeSlice(store, chart, { found: some, at: read.at });
  }
}

/** Families first, then the rest: a report never comes before its values when both are new. */
function* slices(found: readonly EhrRecord[]): Generator<EhrRecord[]> {
  const left = new Map(found.map((one) => [itemId(one.type, one.id), one]));
  let slice: EhrRecord[] = [];
  const take = (ref: string) => {
    const one = left.get(ref);
    if (!one) return;
    left.delete(ref);
    slice.push(one);
    for (const id of one.result?.members ?? []) take(itemId("Observation", id));
  };
  const heads = found.filter(({ result }) => result && result.members.length > 0);
  for (const { type, id } of [...heads, ...found]) {
    take(itemId(type, id));
    if (slice.length < AT_ONCE) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

async function mergeSlice(
  store: RecordStore,
  chart: ChartOf,
  read: { found: readonly EhrRecord[]; at: string },
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const before = await around(store, chart, read.found);
    const saves = savesOf(before, read);
    try {
      if (saves.length > 0) await store.save(chart, saves);
      return;
    } catch (error) {
      if (!(error instanceof ConditionFailed) || tries === TRIES) throw error;
    }
  }
}

type Known = Map<string, StoredRecord>;

/** These records as they are kept, with the reports they stand in and all of those's values. */
async function around(
  store: RecordStore,
  chart: ChartOf,
  found: readonly EhrRecord[],
): Promise<Known> {
  const known: Known = new Map();
  const asked = new Set<string>();
  let wanted = found.flatMap(({ type, id, result }) => [
    itemId(type, id),
    ...(result?.members ?? []).map((member) => itemId("Observation", member)),
  ]);
  for (let round = 0; round < ROUNDS && wanted.length > 0; round++) {
    for (const ref of wanted) asked.add(ref);
    const more = await store.read(chart, [...new Set(wanted)]);
    for (const [ref, record] of more) known.set(ref, record);
    const near = [...more.values()].flatMap((one) => [...one.owners, ...memberRefs(one)]);
    wanted = near.filter((ref) => !asked.has(ref));
  }
  return known;
}

function savesOf(
  before: Known,
  { found, at }: { found: readonly EhrRecord[]; at: string },
): RecordSave[] {
  const after: Known = new Map(before);
  const touched = new Set<string>();
  for (const one of found) {
    const ref = itemId(one.type, one.id);
    const known = after.get(ref);
    const next = nextState(one, known, at);
    if (!next) continue;
    after.set(ref, next);
    touched.add(ref);
  }
  for (const ref of [...touched]) claim(after, touched, ref);
  const past = reassemble(after, touched, at);
  return [...touched].flatMap((ref) => saveOf(ref, { before, after, past }));
}

function saveOf(
  ref: string,
  { before, after, past }: { before: Known; after: Known; past: Map<string, EarlierResult> },
): RecordSave[] {
  const record = after.get(ref);
  if (!record) return [];
  const known = before.get(ref);
  return [
    {
      before: known,
      after: { ...record, version: (known?.version ?? 0) + 1 },
      entry: entryOf(record, after),
      points: pointsOf(record, after),
      past: past.get(ref),
    },
  ];
}

/** A report's values are its: they are listed with it, also those that have not come yet. */
function claim(after: Known, touched: Set<string>, ref: string): void {
  const record = after.get(ref);
  if (record?.section !== "results") return;
  for (const memberRef of memberRefs(record)) {
    const member = after.get(memberRef) ?? awaitedMember(memberRef);
    if (member.owners.includes(ref)) continue;
    after.set(memberRef, { ...member, owners: [...member.owners, ref] });
    touched.add(memberRef);
  }
}

/** Puts together anew what a change concerns: the results it is or stands in, and the trends of their values. */
function reassemble(after: Known, touched: Set<string>, at: string): Map<string, EarlierResult> {
  const past = new Map<string, EarlierResult>();
  const concerned = [...upwards(after, touched)].flatMap((ref) => {
    const record = after.get(ref);
    return record && !record.awaited ? [record] : [];
  });
  for (const record of concerned.filter(({ section }) => section === "results")) {
    const made = assembled(record, after, at);
    after.set(record.ref, made.after);
    touched.add(record.ref);
    if (made.past) past.set(record.ref, made.past);
  }
  for (const member of concerned.flatMap(memberRefs)) touched.add(member);
  return past;
}

/** These records and the results they stand in. */
function upwards(after: Known, from: ReadonlySet<string>): Set<string> {
  const all = new Set(from);
  // A set walks on over what is added to it meanwhile.
  for (const ref of all) for (const owner of after.get(ref)?.owners ?? []) all.add(owner);
  return all;
}
