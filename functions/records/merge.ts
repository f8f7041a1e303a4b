import { itemId } from "#domain/records.ts";
import type { EarlierResult } from "#domain/results.ts";
import type { EhrRecord } from "#ports/ehr-records.ts";
import type { ChartOf, RecordSave, RecordStore, RulesHere } from "#ports/records.ts";
import { ConditionFailed } from "#ports/store.ts";
import { assembled, memberRefs } from "./assemble.ts";
import { around, downwards, type Known, upwards } from "./family.ts";
import type { Judging } from "./judged.ts";
import { awaitedMember, nextState } from "./next-state.ts";
import { saveOf } from "./save.ts";

/** Records merged at once; a report and its values stay together. */
const AT_ONCE = 40;
/** Tries while somebody else writes the same records. */
const TRIES = 4;

/** What was read of a chart, and under whose rules its results stand. */
export interface ReadRecords {
  readonly found: readonly EhrRecord[];
  readonly at: string;
  readonly here: RulesHere;
  /** True of types that were never read of this chart. */
  readonly isFirst?: ((type: string) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Takes what the chart says into the mirror: new records, new states of known ones, and the lists they stand in. */
export async function mergeRecords(
  store: RecordStore,
  chart: ChartOf,
  { found, at, here, isFirst, signal }: ReadRecords,
): Promise<void> {
  if (found.length === 0) return;
  const { choices } = await store.timing(chart);
  for (const some of slices(found)) {
    signal?.throwIfAborted();
    await mergeSlice(store, chart, { found: some, at, judging: { here, choices }, isFirst });
  }
}

interface Slice {
  readonly found: readonly EhrRecord[];
  readonly at: string;
  readonly judging: Judging;
  readonly isFirst: ReadRecords["isFirst"];
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

async function mergeSlice(store: RecordStore, chart: ChartOf, read: Slice): Promise<void> {
  for (let tries = 1; ; tries++) {
    const before = await around(store, chart, read.found.flatMap(refsOf));
    const saves = savesOf(before, read);
    try {
      if (saves.length > 0) await store.save(chart, saves);
      return;
    } catch (error) {
      if (!(error instanceof ConditionFailed) || tries === TRIES) throw error;
    }
  }
}

/** A record's own ref, and those of its values. */
const refsOf = ({ type, id, result }: EhrRecord): string[] => [
  itemId(type, id),
  ...(result?.members ?? []).map((member) => itemId("Observation", member)),
];

function savesOf(before: Known, { found, at, judging, isFirst }: Slice): RecordSave[] {
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
  const saved = { before, after, past, judging, at, isFirst };
  return [...touched].flatMap((ref) => saveOf(ref, saved));
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
  for (const member of downwards(after, concerned.flatMap(memberRefs))) touched.add(member);
  return past;
}
