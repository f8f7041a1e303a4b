import { createMemo, createSignal } from "solid-js";
import type { DeskThread, DeskThreadSummary } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { createWriting, type Writing } from "#web/ui/said/writing.ts";
import { onBeat } from "#web/ui/staff/pulse.ts";
import { type InHand, keepInHand, step } from "#web/ui/staff/selection.ts";
import { aboutLine } from "./words.ts";

/** A conversation's id is its patient's alone. */
export const keyOf = ({ id, patient }: Pick<DeskThreadSummary, "id" | "patient">): string =>
  `${patient.id} ${id}`;

/** As many pages as were asked for so far, read anew from the first. */
async function readRows(pages: number) {
  const items: DeskThreadSummary[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const answer = await call("GET /practice/threads", cursor ? { cursor } : {});
    items.push(...answer.items);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return { items, more: cursor !== undefined };
}

/** A conversation that was just answered or closed, and where in the list it stood. */
interface Kept {
  readonly at: number;
  readonly row: DeskThreadSummary;
}

/** The queue: its rows, which is in hand, what is being written, and what was just answered. */
export function createMessages() {
  const [search, setSearch] = createSignal("");
  const [pages, setPages] = createSignal(1);
  const [reading, setReading] = createSignal(false);
  const [kept, setKept] = createSignal<Kept>();
  const load = createLoad(() => readRows(pages()));
  onBeat(() => void load.reload());
  const all = createMemo(() => withKept(load.data()?.items ?? [], kept()));
  const rows = createMemo(() => fitting(all(), search()));
  const [wanted, setWanted] = createSignal<{ id: string | undefined }>({ id: undefined });
  const inHand = createMemo<InHand & { wish: object }>(
    (before) => {
      const wish = wanted();
      const id = before.wish === wish ? before.id : wish.id;
      return { ...keepInHand({ ids: before.ids, id }, rows().map(keyOf)), wish };
    },
    { ids: [], id: undefined, wish: wanted() },
  );
  const pick = (id: string | undefined) => {
    setWanted({ id });
    // Done is done: it goes from the list once somebody turns to another.
    setKept((known) => (known && keyOf(known.row) === id ? known : undefined));
  };
  const writings = new Map<string, Writing>();
  return {
    ...{ load, search, setSearch, rows, reading, setReading, pick },
    inHand: () => inHand().id,
    item: createMemo(() => rows().find((row) => keyOf(row) === inHand().id)),
    step: (by: 1 | -1) => pick(step(inHand(), by)),
    more: () => setPages(pages() + 1),
    /** It waits no more; it stays in hand, so that its writer sees what became of their words. */
    settled: (row: DeskThread) =>
      setKept({ at: all().findIndex((one) => keyOf(one) === keyOf(row)), row }),
    /** What is begun for one patient is still there after a look at another. */
    writing(key: string): Writing {
      const known = writings.get(key) ?? createWriting();
      writings.set(key, known);
      return known;
    },
  };
}
export type Desk = ReturnType<typeof createMessages>;

/** The queue with what was just answered in its old place, unless its patient has written again. */
export function withKept(
  items: readonly DeskThreadSummary[],
  kept: Kept | undefined,
): readonly DeskThreadSummary[] {
  if (!kept) return items;
  const known = items.find((one) => keyOf(one) === keyOf(kept.row));
  if (known && known.messages > kept.row.messages) return items;
  if (known) return items.map((one) => (one === known ? kept.row : one));
  return items.toSpliced(Math.max(0, kept.at), 0, kept.row);
}

/** Rows in which each typed word begins a word of the name, of what it is about or of what was said last. */
export function fitting(
  items: readonly DeskThreadSummary[],
  search: string,
): readonly DeskThreadSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const text = `${item.patient.name} ${aboutLine(item)} ${item.last.words}`.toLowerCase();
    const starts = text.split(/[\s,]+/);
    return words.every((word) => starts.some((start) => start.startsWith(word)));
  });
}
