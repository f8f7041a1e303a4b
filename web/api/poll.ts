import { createEffect, createMemo, on, onCleanup } from "solid-js";

const SLOWEST_MS = 10_000;

/** Reads again by itself as long as something is true, at first soon and then ever more seldom; quiet while nobody looks. */
export function pollWhile(goOn: () => boolean, reload: () => Promise<void>, firstMs: number): void {
  // Each reading asks it anew: only an answer that changed begins from the first wait again.
  const still = createMemo(goOn);
  createEffect(on(still, (yes) => yes && poll(reload, still, firstMs)));
}

function poll(reload: () => Promise<void>, goOn: () => boolean, firstMs: number): void {
  let timer: ReturnType<typeof setTimeout>;
  let stopped = false;
  const next = (delay: number) => {
    timer = setTimeout(() => void step(delay), delay);
  };
  const step = async (delay: number) => {
    if (!document.hidden) await reload();
    if (!stopped && goOn()) next(Math.max(firstMs, Math.min(delay * 1.5, SLOWEST_MS)));
  };
  next(firstMs);
  onCleanup(() => {
    stopped = true;
    clearTimeout(timer);
  });
}
