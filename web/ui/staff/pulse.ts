import { createEffect, createSignal, on, onCleanup, onMount } from "solid-js";
import type { WorkCounts } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { may } from "./places.ts";

const EVERY_MS = 15_000;

/** What waits: work by its queue, and results that are not shown yet. */
type Waiting = Partial<WorkCounts> & { readonly results?: number };

const [counts, setCounts] = createSignal<Waiting>();
const [pulse, setPulse] = createSignal(0);

export { counts };

async function readCounts(): Promise<void> {
  try {
    if (may("write-backs")) {
      const work = await call("GET /practice/counts", {});
      setCounts((before) => ({ ...before, ...work }));
    }
    if (may("results:release")) {
      const { onHold, waits, due, overdue } = await call("GET /practice/results/counts", {});
      setCounts((before) => ({ ...before, results: onHold + waits + due + overdue }));
    }
  } catch {
    // The old counts stay; the list beside them says what is wrong.
  }
}

/** Everything that waits is looked at again: after each action, and every 15 seconds while the page is seen. */
export function beat(): void {
  void readCounts();
  setPulse((before) => before + 1);
}

/** Reads again with each beat. */
export function onBeat(read: () => void): void {
  createEffect(on(pulse, read, { defer: true }));
}

export function usePulse(): void {
  onMount(() => {
    void readCounts();
    const timer = setInterval(() => (document.hidden ? undefined : beat()), EVERY_MS);
    const whenSeen = () => (document.hidden ? undefined : beat());
    document.addEventListener("visibilitychange", whenSeen);
    onCleanup(() => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", whenSeen);
    });
  });
}
