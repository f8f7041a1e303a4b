import { createMemo, createSignal } from "solid-js";
import { createLoad, type Reading } from "#web/api/load.ts";
import { onBeat } from "./pulse.ts";
import { type InHand, keepInHand, step } from "./selection.ts";

/** What was read of a queue so far. */
interface Rows<Row> {
  readonly items: readonly Row[];
  readonly more: boolean;
}

/** A queue at somebody's desk: its rows, the search among them, and which is in hand. */
export interface Desk<Row> {
  readonly load: Reading<Rows<Row>>;
  readonly search: () => string;
  readonly setSearch: (words: string) => void;
  readonly keyOf: (row: Row) => string;
  readonly rows: () => readonly Row[];
  readonly inHand: () => string | undefined;
  readonly item: () => Row | undefined;
  readonly pick: (id: string | undefined) => void;
  /** The row below or above the one in hand. */
  readonly neighbour: (by: 1 | -1) => string | undefined;
  /** On a narrow screen one row is read at a time. */
  readonly reading: () => boolean;
  readonly setReading: (reading: boolean) => void;
  readonly more: () => void;
}

/** As many pages as were asked for so far, read anew from the first. */
export async function readPages<Row>(
  pages: number,
  read: (cursor: string | undefined) => Promise<{ items: Row[]; cursor?: string | undefined }>,
): Promise<Rows<Row>> {
  const items: Row[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const answer = await read(cursor);
    items.push(...answer.items);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return { items, more: cursor !== undefined };
}

interface Queue<Row, Read> {
  readonly read: (pages: number) => Promise<Read>;
  readonly keyOf: (row: Row) => string;
  readonly fitting: (items: readonly Row[], search: string) => readonly Row[];
}

export function createDesk<Row, Read extends Rows<Row>>(queue: Queue<Row, Read>) {
  const { keyOf } = queue;
  const [search, setSearch] = createSignal("");
  const [pages, setPages] = createSignal(1);
  const [reading, setReading] = createSignal(false);
  const [wanted, setWanted] = createSignal<{ id?: string | undefined }>({});
  const load = createLoad(() => queue.read(pages()));
  onBeat(() => void load.reload());
  const rows = createMemo(() => queue.fitting(load.data()?.items ?? [], search()));
  const inHand = createMemo<InHand & { wish: object }>(
    (before) => {
      const wish = wanted();
      const id = before.wish === wish ? before.id : wish.id;
      return { ...keepInHand({ ids: before.ids, id }, rows().map(keyOf)), wish };
    },
    { ids: [], id: undefined, wish: wanted() },
  );
  const desk = {
    ...{ load, search, setSearch, keyOf, rows, reading, setReading },
    inHand: () => inHand().id,
    item: createMemo(() => rows().find((row) => keyOf(row) === inHand().id)),
    pick: (id: string | undefined) => setWanted({ id }),
    neighbour: (by: 1 | -1) => step(inHand(), by),
    more: () => setPages(pages() + 1),
  };
  return desk satisfies Desk<Row>;
}
