import { Problem } from "#domain/problem.ts";
import { notShown, RecordSection, typesOf } from "#domain/record-sections.ts";
import { COUNTED, inItemId, type recordsApi } from "#domain/records.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { Freshen, RecordsFreshness, ReleasedRecords } from "#ports/records.ts";
import { readableAt } from "./freshen.ts";
import type { RecordPorts } from "./ports.ts";

type Api = Handlers<typeof recordsApi>;

const PAGE = 50;

export interface ReadPorts extends RecordPorts {
  readonly released: ReleasedRecords;
  readonly freshen: Freshen;
}

/** The sections of a chart; how much is in each that may be seen. */
export const sections = (ports: ReadPorts): Api["sections"] => ({
  async run(access) {
    const readable = await readableAt(ports, access.practice);
    const age = await ports.freshen(access, readable);
    const items = await Promise.all(
      RecordSection.options.map(async (id) => {
        const types = typesOf(id, readable);
        const counted = await ports.released.page(access, id, { size: COUNTED });
        return {
          id,
          count: counted.items.length,
          ...(counted.cursor === undefined ? {} : { more: true }),
          readable: types.length > 0,
          ...age(types),
        };
      }),
    );
    refuseUnknown(
      readable.length > 0 ? age(readable) : {},
      items.some(({ count }) => count > 0),
    );
    return { items, notShown: [...notShown], ...age(readable) };
  },
});

/** One section, newest first. */
export const section = (ports: ReadPorts): Api["section"] => ({
  async run(access, { section: id, cursor }) {
    const age = await freshSection(ports, access, id);
    const page = await ports.released.page(access, id, { cursor, size: PAGE });
    refuseUnknown(age, page.items.length > 0);
    return {
      items: page.items.map(({ item }) => item),
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      ...age,
    };
  },
});

/** One record, whole. */
export const item = (ports: ReadPorts): Api["item"] => ({
  async run(access, { section: id, id: ref }) {
    if (!inItemId(ref)) throw new Problem("not-found");
    const age = await freshSection(ports, access, id);
    const found = await ports.released.one(access, ref);
    if (found?.record.section !== id) throw new Problem("not-found");
    const { item: whole, said = [], result } = found.record;
    // Where it is a result its own page has the words; a document has no other.
    const comments = result ? whole.comments : [...(whole.comments ?? []), ...said];
    return { ...whole, ...(comments?.length ? { comments } : {}), ...age };
  },
});

async function freshSection(
  ports: ReadPorts,
  access: ChartAccess,
  id: RecordSection,
): Promise<RecordsFreshness> {
  const types = typesOf(id, await readableAt(ports, access.practice));
  return (await ports.freshen(access, types))(types);
}

/** Nothing known and nothing to be had: an empty list would be a lie. */
function refuseUnknown({ asOf, stale }: RecordsFreshness, some: boolean): void {
  if (asOf === undefined && stale && !some) throw new Problem("ehr.unavailable");
}
