import { createEffect, createSignal, on, onCleanup, onMount } from "solid-js";
import type { WorkCounts } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { may } from "./places.ts";

const EVERY_MS = 15_000;

const [counts, setCounts] = createSignal<WorkCounts>();
const [pulse, setPulse] = createSignal(0);

export { counts };

async function readCounts(): Promise<void> {
  if (!may("write-backs")) return;
  try {
    setCounts(await call("GET /practice/counts", {}));
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
