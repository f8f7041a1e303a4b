import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { PatientCard } from "#domain/desk.ts";
import { ageOn, localDay } from "#domain/time.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { practice } from "#web/session/session.ts";
import { phoneWords } from "#web/ui/phone.ts";

const PAUSE_MS = 220;
const FEWEST_LETTERS = 2;

/** Patients who fit what is typed, asked for when the typing rests. The last answer stays until the next is here. */
export function createPatientSearch(query: () => string) {
  const [found, setFound] = createSignal<readonly PatientCard[]>();
  const [more, setMore] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  async function ask(q: string): Promise<void> {
    turn += 1;
    const mine = turn;
    try {
      const answer = await call("POST /practice/patients/search", { q });
      if (mine !== turn) return;
      setFound(answer.items);
      setMore(answer.cursor !== undefined);
      setProblem(undefined);
    } catch (thrown) {
      if (mine === turn) setProblem(asProblem(thrown));
    }
    if (mine === turn) setBusy(false);
  }
  const stop = () => {
    clearTimeout(timer);
    turn += 1;
  };
  createEffect(
    on(query, (typed) => {
      stop();
      const q = typed.trim();
      setBusy(q.length >= FEWEST_LETTERS);
      if (q.length >= FEWEST_LETTERS) timer = setTimeout(() => void ask(q), PAUSE_MS);
      else {
        setFound(undefined);
        setProblem(undefined);
      }
    }),
  );
  onCleanup(stop);
  return { found, more, busy, problem, retry: () => void ask(query().trim()) };
}
export type PatientSearch = ReturnType<typeof createPatientSearch>;

/** "Born 1987-04-12, 39 years" */
export function born(birthDate: string | undefined): string {
  if (!birthDate) return "Birth date not known";
  const age = ageOn(birthDate, localDay(now(), practice()?.timeZone ?? "UTC"));
  return `Born ${birthDate}, ${age} ${age === 1 ? "year" : "years"}`;
}

/** What tells two patients of one name apart. */
export const cardLine = (card: PatientCard): string =>
  [born(card.birthDate), card.phone && phoneWords(card.phone)].filter(Boolean).join(" · ");
