import { createSignal } from "solid-js";
import type { DeskThread, DeskThreadSummary } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { createWriting, type Writing } from "#web/ui/said/writing.ts";
import { createDesk, readPages } from "#web/ui/staff/desk.ts";
import { fits } from "#web/ui/staff/matching.ts";
import { beat } from "#web/ui/staff/pulse.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { aboutLine } from "./words.ts";

/** A conversation's id is its patient's alone. */
export const keyOf = ({ id, patient }: Pick<DeskThreadSummary, "id" | "patient">): string =>
  `${patient.id} ${id}`;

/** The conversation in hand as it was last read, and where in the list it stood. */
interface Kept {
  readonly at: number;
  readonly row: DeskThreadSummary;
}

/** The queue: its rows, which is in hand, what is being written and what is about to be closed. */
export function createMessages() {
  const [kept, setKept] = createSignal<Kept>();
  const [closing, setClosing] = createSignal<DeskThread>();
  const desk = createDesk({
    read: (pages) => readPages(pages, (cursor) => call("GET /practice/threads", { cursor })),
    keyOf,
    fitting: (items: readonly DeskThreadSummary[], search) =>
      fitting(withKept(items, kept()), search),
  });
  const pick = (id: string | undefined) => {
    desk.pick(id);
    // Whatever left the queue goes from the list once somebody turns to another, and not under their hands.
    setKept((known) => (known && keyOf(known.row) === id ? known : undefined));
  };
  const hold = (row: DeskThreadSummary) => {
    const all = withKept(desk.load.data()?.items ?? [], kept());
    setKept({ at: all.findIndex((one) => keyOf(one) === keyOf(row)), row });
  };
  const writings = new Map<string, Writing>();
  return {
    ...desk,
    pick,
    /** The conversation that somebody is about to close, as they read it. */
    ...{ closing, setClosing },
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
export const fitting = (
  items: readonly DeskThreadSummary[],
  search: string,
): readonly DeskThreadSummary[] =>
  items.filter((item) => fits(`${item.patient.name} ${aboutLine(item)}`, search));
