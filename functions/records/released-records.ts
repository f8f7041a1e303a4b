import { Problem } from "#domain/problem.ts";
import { inItemId, placeIn } from "#domain/records.ts";
import type { Viewer } from "#domain/release-events.ts";
import type { Clock } from "#ports/clock.ts";
import type {
  HeldFacts,
  Listed,
  Looking,
  RecordEntry,
  RecordStore,
  ReleasedRecords,
  Shown,
  StoredRecord,
} from "#ports/records.ts";
import { heldWith, memberRefs } from "./assemble.ts";
import { type Judging, judged } from "./judged.ts";

/** Read beyond a page, for what is withheld: so much at once costs the same whatever is hidden in it. */
const BEYOND = 15;

/** What somebody sees of something: all of it, or, by the patient's own wish, only that it is there. */
type Sight = "open" | "sealed" | undefined;

/** Every read of a chart for a patient or carer: what is withheld now is as if it were not there. */
export function releasedRecords(store: RecordStore, clock: Clock): ReleasedRecords {
  const looksOf = looks(store, clock);
  const chartOf = ({ practice, patientId }: Looking) => ({ practiceId: practice.id, patientId });
  const released: ReleasedRecords = {
    async page(looking, section, { cursor, size }) {
      const look = await looksOf(looking);
      const read = (range: Range) => store.list(chartOf(looking), section, range);
      const sees = (entry: RecordEntry) => look(entry.held) !== undefined;
      const page = await visiblePage({ read, sees, cursor, size });
      const shown = (entry: RecordEntry) => (look(entry.held) === "sealed" ? closed(entry) : entry);
      return { ...page, items: page.items.map(shown) };
    },
    async trend(looking, loinc, { cursor, size }) {
      const look = await looksOf(looking);
      const read = (range: Range) => store.trend(chartOf(looking), loinc, range);
      // A line through all values would tell what a closed envelope holds.
      const sees = ({ held }: { held: readonly HeldFacts[] }) => look(held) === "open";
      const page = await visiblePage({ read, sees, cursor, size });
      return { ...page, items: page.items.map(({ point }) => point) };
    },
    async one(looking, ref) {
      const chart = chartOf(looking);
      const record = (await store.read(chart, [ref])).get(ref);
      if (!record || record.awaited) return undefined;
      const family = await above(store, looking, record);
      const look = await looksOf(looking);
      if (!look(heldWith(record, family))) return undefined;
      return { record, past: record.result ? await store.past(chart, ref) : [] };
    },
    async whole(looking, ref) {
      const chart = chartOf(looking);
      const record = (await store.read(chart, [ref])).get(ref);
      if (!record || record.awaited) return undefined;
      const family = await above(store, looking, record);
      const look = await looksOf(looking);
      if (look(heldWith(record, family)) !== "open") return undefined;
      const past = record.result ? await store.past(chart, ref) : [];
      return { record, past, members: await below(store, looking, record) };
    },
    async named(looking, id) {
      const found = inItemId(id) && (await released.one(looking, id));
      if (!found) throw new Problem("not-found");
      const { section, result, item } = found.record;
      return { id, section, title: result?.title || item.title };
    },
  };
  return released;
}

type Look = (all: readonly HeldFacts[]) => Sight;

/** How somebody sees what; the patient's choices are read once for each request. */
function looks(store: RecordStore, clock: Clock): (looking: Looking) => Promise<Look> {
  const known = new WeakMap<Looking, Promise<Judging>>();
  const judgingOf = async ({ practice, patientId }: Looking): Promise<Judging> => {
    const { choices } = await store.timing({ practiceId: practice.id, patientId });
    return { here: practice, choices };
  };
  return async (looking) => {
    const asked = known.get(looking) ?? judgingOf(looking);
    known.set(looking, asked);
    const judging = await asked;
    const viewer: Viewer =
      looking.relation === "self" ? { is: "patient" } : { is: "representative", may: [] };
    return (all) => {
      // Not when the request came in: what was read for it since is known by now.
      const now = clock();
      const answers = all.map((held) => judged(held, judging, { viewer, now }));
      if (answers.length === 0 || answers.some((one) => one?.is !== "visible")) return undefined;
      return answers.some((one) => one?.is === "visible" && one.sealed) ? "sealed" : "open";
    };
  };
}

/** That it is there, what it is called and when it was taken; what it says is opened by choice. */
function closed({ item, result, held }: RecordEntry): RecordEntry {
  const { id, type, title, status, date, end, source } = item;
  return {
    item: { id, type, title, status, date, end, source, facts: [] },
    ...(result
      ? { result: { ...result, flag: undefined, commented: undefined, sealed: true } }
      : {}),
    held,
  };
}

/** The results a record stands in, up to those that stand in none. */
async function above(
  store: RecordStore,
  { practice, patientId }: Looking,
  record: StoredRecord,
): Promise<Map<string, StoredRecord>> {
  const known = new Map([[record.ref, record]]);
  let wanted = record.owners;
  while (wanted.length > 0) {
    const more = await store.read({ practiceId: practice.id, patientId }, wanted);
    const found = [...more.values()].filter(({ ref }) => !known.has(ref));
    for (const one of found) known.set(one.ref, one);
    wanted = found.flatMap(({ owners }) => owners);
  }
  return known;
}

/** The values a result is put together from, and theirs: who sees the one sees the others in it. */
async function below(
  store: RecordStore,
  { practice, patientId }: Looking,
  record: StoredRecord,
): Promise<StoredRecord[]> {
  const known = new Map([[record.ref, record]]);
  let wanted = memberRefs(record);
  while (wanted.length > 0) {
    const more = await store.read({ practiceId: practice.id, patientId }, wanted);
    const found = [...more.values()].filter(({ ref, awaited }) => !known.has(ref) && !awaited);
    for (const one of found) known.set(one.ref, one);
    wanted = found.flatMap(memberRefs);
  }
  known.delete(record.ref);
  return [...known.values()];
}

interface Range {
  readonly after: string | undefined;
  readonly limit: number;
}

interface Paging<T> {
  readonly read: (range: Range) => Promise<Listed<T>>;
  readonly sees: (one: T) => boolean;
  readonly cursor: string | undefined;
  readonly size: number;
}

/** A page of what may be seen, full while there is more, whatever stands between: its cursor names the last one seen. */
async function visiblePage<T>({ read, sees, cursor, size }: Paging<T>): Promise<Shown<T>> {
  const seen: { key: string; value: T }[] = [];
  let after = cursor === undefined ? undefined : placeIn(cursor);
  for (let more = true; more && seen.length <= size; ) {
    const found = await read({ after, limit: size + 1 + BEYOND });
    seen.push(...found.entries.filter(({ value }) => sees(value)));
    after = found.entries.at(-1)?.key;
    more = found.more && after !== undefined;
  }
  const shown = seen.slice(0, size);
  const last = shown.at(-1);
  return {
    items: shown.map(({ value }) => value),
    ...(last && seen.length > size ? { cursor: Buffer.from(last.key).toString("base64url") } : {}),
  };
}
