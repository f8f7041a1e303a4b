import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { nowMs } from "./clock.ts";
import { type ApiProblem, asProblem } from "./problem.ts";

/** Something read from the server: what we have, how old it is, and what went wrong last. */
export interface Load<T> {
  readonly data: () => T | undefined;
  readonly problem: () => ApiProblem | undefined;
  readonly loading: () => boolean;
  /** When `data` arrived (server's clock, ms). */
  readonly loadedAt: () => number;
  readonly reload: () => Promise<void>;
  readonly set: (data: T) => void;
}

/** The same for whoever only shows it. */
export type Reading<T> = Omit<Load<T>, "set">;

const FRESH_MS = 30_000;

/**
 * Reads again whenever a signal `ask` depends on changes (returning undefined asks nothing), when the page is seen
 * again and when the network is back. A failed re-read keeps what was there: old is better than gone, said to be old.
 */
export function createLoad<T>(
  ask: () => Promise<T> | undefined,
  seed?: () => T | undefined,
): Load<T> {
  const [data, setData] = createSignal<T | undefined>(seed?.());
  const [problem, setProblem] = createSignal<ApiProblem>();
  const [loading, setLoading] = createSignal(true);
  const [loadedAt, setLoadedAt] = createSignal(nowMs());
  let turn = 0;

  const set = (value: T) => {
    setData(() => value);
    setLoadedAt(nowMs());
    setProblem(undefined);
  };
  async function settle(promise: Promise<T> | undefined): Promise<void> {
    turn += 1;
    const mine = turn;
    // An answer that was overtaken by a later question is dropped.
    const ifLatest = (act: () => void) => (mine === turn ? act() : undefined);
    if (promise === undefined) return;
    setLoading(true);
    await promise.then(
      (value) => ifLatest(() => set(value)),
      (thrown) => ifLatest(() => setProblem(asProblem(thrown))),
    );
    ifLatest(() => setLoading(false));
  }
  createEffect(on(ask, (promise) => void settle(promise)));

  const reload = () => settle(ask());
  const whenSeen = () => {
    if (!document.hidden && nowMs() - loadedAt() > FRESH_MS) void reload();
  };
  const whenOnline = () => void reload();
  document.addEventListener("visibilitychange", whenSeen);
  window.addEventListener("online", whenOnline);
  onCleanup(() => {
    turn += 1;
    document.removeEventListener("visibilitychange", whenSeen);
    window.removeEventListener("online", whenOnline);
  });
  return { data, problem, loading, loadedAt, reload, set };
}
