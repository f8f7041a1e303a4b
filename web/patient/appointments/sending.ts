import { createSignal } from "solid-js";
import type { Appointment, Slot } from "#domain/appointments.ts";
import { ApiProblem, asProblem } from "#web/api/problem.ts";
import type { HeldTime } from "./holding.ts";
import { dropUnanswered, keepUnanswered, recallUnanswered } from "./unanswered.ts";

const ABOUT_THE_TIME = ["appointments.slot-taken", "appointments.hold-expired"];

/** What one press of the button sends. */
export interface Order {
  readonly time: { holdId: string } | { slotId: string };
  readonly key: string;
  readonly reason?: string;
}

/**
 * Sends an order once at a time. Where no answer came it may have happened: the very same order, same key, goes again
 * until an answer says which, also after a reload.
 */
export function createSending(
  held: HeldTime,
  slot: Slot,
  send: (order: Order) => Promise<Appointment>,
) {
  const before = recallUnanswered(slot.id)?.order;
  const [unanswered, setUnanswered] = createSignal(before);
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal(before && new ApiProblem("offline"));

  const refuse = (thrown: unknown, order: Order) => {
    const refusal = asProblem(thrown);
    setUnanswered(refusal.uncertain ? order : undefined);
    if (refusal.uncertain) {
      keepUnanswered(slot, order);
      // It may be booked: this time is no longer ours to give back.
      held.spend();
    } else {
      dropUnanswered();
    }
    if (ABOUT_THE_TIME.includes(refusal.code)) held.lost(refusal);
    else setProblem(refusal);
  };
  async function submit(reason: string): Promise<Appointment | undefined> {
    if (busy()) return undefined;
    setBusy(true);
    setProblem(undefined);
    const order = unanswered() ?? newOrder(held, reason);
    try {
      const visit = await send(order);
      held.spend();
      dropUnanswered();
      return visit;
    } catch (thrown) {
      refuse(thrown, order);
      return undefined;
    } finally {
      setBusy(false);
    }
  }
  return {
    submit,
    busy,
    problem,
    /** An earlier press got no answer. */
    unsure: () => unanswered() !== undefined,
    /** The words that went with it; they go again as they were. */
    reason: before?.reason,
  };
}
export type Sending = ReturnType<typeof createSending>;

const newOrder = (held: HeldTime, reason: string): Order => ({
  time: held.time(),
  key: held.key(),
  ...(reason ? { reason } : {}),
});
