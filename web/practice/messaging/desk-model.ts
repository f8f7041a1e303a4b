import { createMemo, createSignal } from "solid-js";
import type { DeskThread, DeskThreadSummary } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { createWriting, type Writing } from "#web/ui/said/writing.ts";
import { beat, onBeat } from "#web/ui/staff/pulse.ts";
import { type InHand, keepInHand, step } from "#web/ui/staff/selection.ts";
import { tell } from "#web/ui/staff/tell.tsx";
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

/** The conversation in hand as it was last read, and where in the list it stood. */
interface Kept {
  readonly at: number;
  readonly row: DeskThreadSummary;
}

/** The queue: its rows, which is in hand, what is being written and what is about to be closed. */
export function createMessages() {
  const [search, setSearch] = createSignal("");
  const [pages, setPages] = createSignal(1);
  const [reading, setReading] = createSignal(false);
  const [kept, setKept] = createSignal<Kept>();
  const [closing, setClosing] = createSignal<DeskThread>();
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
    // Whatever left the queue goes from the list once somebody turns to another, and not under their hands.
    setKept((known) => (known && keyOf(known.row) === id ? known : undefined));
  };
  const hold = (row: DeskThreadSummary) => {
    const at = all().findIndex((one) => keyOf(one) === keyOf(row));
    setKept({ at, row });
  };
  const writings = new Map<string, Writing>();
  return {
    ...{ load, search, setSearch, rows, reading, setReading, pick },
    /** The conversation that somebody is about to close, as they read it. */
    ...{ closing, setClosing },
    inHand: () => inHand().id,
    item: createMemo(() => rows().find((row) => keyOf(row) === inHand().id)),
    step: (by: 1 | -1) => pick(step(inHand(), by)),
    more: () => setPages(pages() + 1),
    /**
     * Keeps what is in hand in the list, answered by its reader or by a colleague: one sees what became of one's words,
     * and no half-written answer ends up in front of another patient.
     */
    hold,
    settled(row: DeskThread, words: string): void {
      hold(row);
      tell(words);
      beat();
    },
    /** What is begun for one patient is still there after a look at another. */
    writing(key: string): Writing {
      const known = writings.get(key) ?? createWriting();
      writings.set(key, known);
      return known;
    },
  };
}
export type Desk = ReturnType<typeof createMessages>;

/** The queue with what is in hand in its old place, unless the queue knows more of it. */
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

/** Rows in which each typed word begins a word of the name or of what it is about: both stay, whatever is said. */
export function fitting(
  items: readonly DeskThreadSummary[],
  search: string,
): readonly DeskThreadSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const text = `${item.patient.name} ${aboutLine(item)}`.toLowerCase();
    const starts = text.split(/[\s,]+/);
    return words.every((word) => starts.some((start) => start.startsWith(word)));
  });
}
