import { createSignal, onCleanup, onMount } from "solid-js";
import type { Hold, Slot } from "#domain/appointments.ts";
import { HOLD_SECONDS } from "#domain/appointments-rules.ts";
import { call } from "#web/api/call.ts";
import { nowMs } from "#web/api/clock.ts";
import { asProblem } from "#web/api/problem.ts";
import { recallUnanswered } from "./unanswered.ts";

/** What we know of the time on the confirm screen. */
export type Holding =
  | { readonly phase: "keeping" }
  | { readonly phase: "kept"; readonly hold: Hold }
  /** No hold is had (no network, too many, an order without an answer): the time can be booked by its id. */
  | { readonly phase: "loose" }
  | { readonly phase: "lapsed" }
  | { readonly phase: "taken"; readonly slots: readonly Slot[] }
  | { readonly phase: "gone" };

/** Never more than a hold can have: a clock that is a second off must not promise "5:01". */
const leftOf = (hold: Hold): number =>
  Math.min(Date.parse(hold.expiresAt) - nowMs(), HOLD_SECONDS * 1000);

interface Kept {
  readonly hold: Hold;
  readonly key: string;
}
// Ids and a time only, in this history entry: a reload goes on with the same hold and the same key.
const readKept = (): Kept | undefined => history.state?.kept;
const writeKept = (kept: Kept) => history.replaceState({ ...history.state, kept }, "");

/**
 * Keeps a time while its patient reads the confirm screen, and gives it back when they leave without it.
 * `key` names this one booking: a retry after a lost answer repeats it, a new hold gets a new one.
 */
export function createHolding(slotId: string) {
  const [state, setState] = createSignal<Holding>({ phase: "keeping" });
  const [leftMs, setLeftMs] = createSignal(0);
  let key: string = crypto.randomUUID();
  let used = false;

  const keep = (hold: Hold) => {
    setState({ phase: "kept", hold });
    setLeftMs(leftOf(hold));
    writeKept({ hold, key });
  };
  async function ask(): Promise<void> {
    setState({ phase: "keeping" });
    try {
      keep(await call("POST /holds", { slotId }));
    } catch (thrown) {
      setState(refused(thrown));
    }
  }
  const tick = () => {
    const now = state();
    if (now.phase !== "kept") return;
    setLeftMs(leftOf(now.hold));
    if (leftMs() <= 0) setState({ phase: "lapsed" });
  };
  const release = () => {
    const now = state();
    if (now.phase === "kept" && !used)
      void call("DELETE /holds/{id}", { id: now.hold.id }).catch(() => undefined);
  };
  onMount(() => {
    const before = readKept();
    if (recallUnanswered(slotId)) {
      setState({ phase: "loose" });
    } else if (before?.hold.slotId === slotId && Date.parse(before.hold.expiresAt) > nowMs()) {
      key = before.key;
      keep(before.hold);
    } else {
      void ask();
    }
    const timer = setInterval(tick, 1000);
    onCleanup(() => clearInterval(timer));
    onCleanup(release);
  });
  return {
    state,
    leftMs,
    key: () => key,
    /** The time as the booking names it. */
    time: () => {
      const now = state();
      return now.phase === "kept" ? { holdId: now.hold.id } : { slotId };
    },
    renew: () => {
      key = crypto.randomUUID();
      used = false;
      return ask();
    },
    lost: (thrown: unknown) => setState(refused(thrown)),
    /** The booking is sent: leaving no longer gives the time back. */
    spend: () => {
      used = true;
    },
  };
}
export type HeldTime = ReturnType<typeof createHolding>;

function refused(thrown: unknown): Holding {
  const problem = asProblem(thrown);
  if (problem.code === "appointments.slot-taken") return { phase: "taken", slots: problem.slots };
  if (problem.code === "appointments.hold-expired") return { phase: "lapsed" };
  if (problem.code === "not-found") return { phase: "gone" };
  return { phase: "loose" };
}
