import { createMemo, createSignal } from "solid-js";
import type { BulkOutcome, Decision, DeskResult } from "#domain/release-desk.ts";
import type { ResultClass } from "#domain/release-law/law.ts";
import type { DeskState } from "#domain/release-standing.ts";
import { call } from "#web/api/call.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { query } from "#web/ui/router.tsx";
import { createDesk } from "#web/ui/staff/desk.ts";
import { fits } from "#web/ui/staff/matching.ts";
import { beat } from "#web/ui/staff/pulse.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { many, problemLine } from "#web/ui/staff/words.ts";
import { BECAUSE, DONE, STATE, STATES } from "./words.ts";

/** As many as may be released at once. */
export const AT_ONCE = 50;

/** A result's id is its chart's alone. */
export const keyOf = ({ id, patient }: Pick<DeskResult, "id" | "patient">): string =>
  `${patient.id} ${id}`;

interface Wish {
  readonly state: DeskState | undefined;
  readonly kind: ResultClass | undefined;
  readonly patientId: string | undefined;
}

/** So many pages of the queue; one that holds nothing of what is wished for is followed by the next. */
async function readRows({ state, kind, patientId }: Wish, pages: number) {
  const asked = {
    ...(state ? { state } : {}),
    ...(kind ? { class: kind } : {}),
    ...(patientId ? { patientId } : {}),
  };
  const items: DeskResult[] = [];
  let cursor: string | undefined;
  let stale = false;
  let read = 0;
  do {
    const page = await call("GET /practice/results", { ...asked, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.cursor;
    stale ||= page.stale === true;
    read += 1;
  } while (cursor && (read < pages || (items.length === 0 && read < MOST_PAGES)));
  return { items, more: cursor !== undefined, stale };
}
const MOST_PAGES = 10;

/** The queue: its rows, which is in hand, which are picked, and what is decided. */
export function createResults() {
  const [state, setState] = createSignal<DeskState>();
  const [kind, setKind] = createSignal<ResultClass>();
  const [picked, setPicked] = createSignal<readonly string[]>([]);
  const patientId = () => query("patient");
  const wish = () => ({ state: state(), kind: kind(), patientId: patientId() });
  const desk = createDesk({ read: (pages) => readRows(wish(), pages), keyOf, fitting });
  const toggle = (id: string | undefined) => {
    if (id === undefined) return;
    const rest = picked().filter((one) => one !== id);
    const more = rest.length < picked().length ? rest : [...rest, id];
    setPicked(more.slice(-AT_ONCE));
  };
  return {
    ...desk,
    ...{ state, setState, kind, setKind, patientId, toggle },
    /** Rows that are picked and still there. */
    picked: createMemo(() => desk.rows().filter((row) => picked().includes(keyOf(row)))),
    clear: () => setPicked([]),
    turnState: () => setState(after(state())),
  };
}
/** The next state to filter by; after the last come all of them again. */
const after = (state: DeskState | undefined): DeskState | undefined =>
  STATES[state === undefined ? 0 : STATES.indexOf(state) + 1];
export type Desk = ReturnType<typeof createResults>;

/** Writes one decision down; a refusal that leaves something to do is the caller's to show. */
export async function decide(
  result: DeskResult,
  asked: Omit<Decision, "patientId" | "id" | "version">,
): Promise<ApiProblem | undefined> {
  const named = { patientId: result.patient.id, id: result.id, version: result.version };
  try {
    const after = await call("POST /practice/patients/{patientId}/results/{id}/decisions", {
      ...named,
      ...asked,
    });
    tell(DONE[asked.decision](after));
    return undefined;
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (!isOver(problem)) return problem;
    tell(problemLine(problem), "bad");
    return undefined;
  } finally {
    beat();
  }
}

const OVER = ["work.changed", "not-found", "results.already-visible"];
const isOver = ({ code }: ApiProblem): boolean => OVER.includes(code);

/** Releases what is picked, and says what became of it. */
export async function releaseMany(all: readonly DeskResult[]): Promise<ApiProblem | undefined> {
  const results = all
    .slice(0, AT_ONCE)
    .map(({ id, patient, version }) => ({ id, patientId: patient.id, version }));
  try {
    const { items } = await call("POST /practice/results/release", { results });
    const open = items.filter(({ outcome }) => outcome !== "released");
    tell(outcomeWords(items), open.length > 0 ? "bad" : "good");
    return undefined;
  } catch (thrown) {
    return asProblem(thrown);
  } finally {
    beat();
  }
}

const OUTCOMES: readonly (readonly [BulkOutcome["outcome"], string])[] = [
  ["waits", "Still waiting, for a law or the patient"],
  ["already-visible", "Visible already"],
  ["changed", "Changed by someone else"],
  ["not-found", "Not there any more"],
];

/** "3 results released. Changed by someone else: 1.": nothing that failed goes unsaid. */
export function outcomeWords(items: readonly Pick<BulkOutcome, "outcome">[]): string {
  const count = (outcome: BulkOutcome["outcome"]) =>
    items.filter((one) => one.outcome === outcome).length;
  const rest = OUTCOMES.filter(([outcome]) => count(outcome) > 0);
  return [
    `${many(count("released"), "result")} released.`,
    ...rest.map(([outcome, words]) => `${words}: ${count(outcome)}.`),
  ].join(" ");
}

/** Rows in which each typed word begins a word of the name, the title or the reason. */
export const fitting = (items: readonly DeskResult[], search: string): readonly DeskResult[] =>
  items.filter(({ patient, title, because, state }) => {
    const why = because ? BECAUSE[because][0] : "";
    return fits(`${patient.name} ${title} ${why} ${STATE[state][0]}`, search);
  });
