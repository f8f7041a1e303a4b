import { RecordSection } from "#domain/record-sections.ts";
import type { Looking, ReleasedRecords, WholeRecord } from "#ports/records.ts";

/** Entries of a list in one query, and records read at the same time. */
const PAGE = 200;
const AT_ONCE = 12;

/** What stands in one section, as the screens list it. */
export interface FilledSection {
  readonly id: RecordSection;
  readonly records: readonly WholeRecord[];
}

/** All of a chart that somebody sees now, section by section, newest first; sections with nothing in them too. */
export async function gather(
  released: ReleasedRecords,
  looking: Looking,
): Promise<FilledSection[]> {
  const filled: FilledSection[] = [];
  for (const id of RecordSection.options) {
    const refs = await refsIn(released, looking, id);
    const records = await inTurns(refs, (ref) => released.whole(looking, ref));
    filled.push({ id, records: records.filter((record) => record !== undefined) });
  }
  return filled;
}

async function refsIn(
  released: ReleasedRecords,
  looking: Looking,
  section: RecordSection,
): Promise<string[]> {
  const refs: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await released.page(looking, section, { cursor, size: PAGE });
    refs.push(...page.items.map(({ item }) => item.id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return refs;
}

/** Each of them in order, a few at a time. */
async function inTurns<T, R>(all: readonly T[], step: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE)
    done.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(step))));
  return done;
}
