import { createSignal } from "solid-js";
import type { WorkItem, WorkKind } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { session } from "#web/session/session.ts";
import { createDesk, readPages } from "#web/ui/staff/desk.ts";
import { fits } from "#web/ui/staff/matching.ts";
import { beat } from "#web/ui/staff/pulse.ts";
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

/** One queue: its rows, whose they are, which is in hand, and what is done with it. */
export function createQueue(kind: WorkKind) {
  const [whose, setWhose] = createSignal<Whose>("anyone");
  const desk = createDesk({
    read: (pages) => {
      const assignee = whose();
      return readPages(pages, (cursor) => call(LISTS[kind], { assignee, cursor }));
    },
    keyOf: ({ id }) => id,
    fitting,
  });
  const replace = (next: WorkItem) => {
    const data = desk.load.data();
    if (data)
      desk.load.set({ ...data, items: data.items.map((row) => (row.id === next.id ? next : row)) });
  };
  return {
    ...desk,
    ...{ kind, whose, setWhose },
    turnWhose: () => setWhose(WHOSE[(WHOSE.indexOf(whose()) + 1) % WHOSE.length] ?? "anyone"),
    act: (send: () => Promise<WorkItem>, said: string) => act(send, { said, replace }),
  };
}
export type Queue = ReturnType<typeof createQueue>;

/** Does one thing to one item and says what came of it; a refusal that leaves something to do is the caller's to show. */
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
    return undefined;
  } finally {
    beat();
  }
}

/** Somebody was first, or it is gone: asking the same again makes no sense. */
const isOver = (problem: ApiProblem): boolean =>
  problem.code === "work.changed" || problem.code === "not-found";

/** It stood in this list a moment ago: that it is gone means that somebody has finished it. */
const overWords = ({ code }: ApiProblem): string =>
  code === "not-found" ? "Someone else has finished this meanwhile." : PROBLEM[code];

/** Rows in which each typed word begins a word of the name or of what it is about. */
export const fitting = (items: readonly WorkItem[], search: string): readonly WorkItem[] =>
  items.filter((item) =>
    fits(`${item.patient.name} ${about(item)} ${item.assignee?.name ?? ""}`, search),
  );

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
  if (problem) tell(PROBLEM[problem.code], "bad");
}
