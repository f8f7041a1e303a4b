import { createMemo, createSignal } from "solid-js";
import type { WorkItem, WorkKind } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { session } from "#web/session/session.ts";
import { beat, onBeat } from "#web/ui/staff/pulse.ts";
import { type InHand, keepInHand, step } from "#web/ui/staff/selection.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { PROBLEM } from "#web/ui/staff/words.ts";
import { about } from "./words.ts";

export type Whose = "anyone" | "me" | "nobody";
/** In the order of the filter's buttons. */
const WHOSE: readonly Whose[] = ["anyone", "me", "nobody"];

const LISTS = {
  request: "GET /practice/requests",
  "write-back": "GET /practice/write-backs",
  phone: "GET /practice/tasks",
} as const;

interface Rows {
  readonly items: readonly WorkItem[];
  readonly more: boolean;
}

/** As many pages as were asked for so far, read anew from the first. */
async function readRows(kind: WorkKind, assignee: Whose, pages: number): Promise<Rows> {
  const items: WorkItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const answer = await call(LISTS[kind], { assignee, ...(cursor ? { cursor } : {}) });
    items.push(...answer.items);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return { items, more: cursor !== undefined };
}

// The row in hand outlives its screen: who comes back finds the list as it was left.
const lastInHand = new Map<WorkKind, string | undefined>();

/** One queue: its rows, whose they are, which is in hand, and what is done with it. */
export function createQueue(kind: WorkKind) {
  const [whose, setWhose] = createSignal<Whose>("anyone");
  const [search, setSearch] = createSignal("");
  const [pages, setPages] = createSignal(1);
  const [reading, setReading] = createSignal(false);
  const [picked, setPicked] = createSignal({ id: lastInHand.get(kind) });
  const load = createLoad(() => readRows(kind, whose(), pages()));
  onBeat(() => void load.reload());

  const rows = createMemo(() => fitting(load.data()?.items ?? [], search()));
  const inHand = createMemo<InHand & { picked: object }>(
    (before) => {
      const wish = picked();
      const id = before.picked === wish ? before.id : wish.id;
      const next = keepInHand(
        { ids: before.ids, id },
        rows().map((item) => item.id),
      );
      lastInHand.set(kind, next.id);
      return { ...next, picked: wish };
    },
    { ids: [], id: lastInHand.get(kind), picked: picked() },
  );
  const item = createMemo(() => rows().find(({ id }) => id === inHand().id));
  const replace = (next: WorkItem) => {
    const data = load.data();
    if (data)
      load.set({ ...data, items: data.items.map((row) => (row.id === next.id ? next : row)) });
  };
  const pick = (id: string | undefined) => setPicked({ id });
  return {
    ...{ kind, load, whose, setWhose, search, setSearch, rows, item, pick },
    /** On a narrow screen one row is read at a time. */
    ...{ reading, setReading },
    inHand: () => inHand().id,
    step: (by: 1 | -1) => pick(step(inHand(), by)),
    more: () => setPages(pages() + 1),
    turnWhose: () => setWhose(WHOSE[(WHOSE.indexOf(whose()) + 1) % WHOSE.length] ?? "anyone"),
    act: (send: () => Promise<WorkItem>, said: string) => act(send, { said, replace }),
  };
}
export type Queue = ReturnType<typeof createQueue>;

/** Does one thing to one item and says what came of it; a refusal is the caller's to show. */
async function act(
  send: () => Promise<WorkItem>,
  { said, replace }: { said: string; replace: (item: WorkItem) => void },
): Promise<ApiProblem | undefined> {
  try {
    replace(await send());
    tell(said);
    return undefined;
  } catch (thrown) {
    const problem = asProblem(thrown);
    // Nothing is left to decide about: the reload shows how it stands.
    if (!isOver(problem)) return problem;
    tell(overWords(problem), "bad");
    return problem;
  } finally {
    beat();
  }
}

/** Somebody was first, or it is gone: asking the same again makes no sense. */
export const isOver = (problem: ApiProblem): boolean =>
  problem.code === "work.changed" || problem.code === "not-found";

/** It stood in this list a moment ago: that it is gone means that somebody has finished it. */
const overWords = ({ code }: ApiProblem): string =>
  code === "not-found" ? "Someone else has finished this meanwhile." : PROBLEM[code];

/** Rows in which each typed word begins a word of the name or of what it is about. */
export function fitting(items: readonly WorkItem[], search: string): readonly WorkItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const text = `${item.patient.name} ${about(item)} ${item.assignee?.name ?? ""}`.toLowerCase();
    const starts = text.split(/[\s,]+/);
    return words.every((word) => starts.some((start) => start.startsWith(word)));
  });
}

/** Which item, and as which version it was read: what somebody changed meanwhile is not done over. */
export const asSeen = ({ id, version }: WorkItem) => ({ id, version });

export const assignToMe = (queue: Queue): void => {
  const [item, me] = [queue.item(), session()?.account.id];
  if (!item || !me) return;
  void assign(queue, item, { id: me, name: "you" });
};

export async function assign(
  queue: Queue,
  item: WorkItem,
  to: { id: string; name: string } | undefined,
): Promise<void> {
  const problem = await queue.act(
    () =>
      call("POST /practice/work/{id}/assign", {
        ...asSeen(item),
        ...(to ? { assigneeId: to.id } : {}),
      }),
    to ? `${item.patient.name}: given to ${to.name}.` : `${item.patient.name}: nobody's now.`,
  );
  if (problem && !isOver(problem)) tell(PROBLEM[problem.code], "bad");
}
