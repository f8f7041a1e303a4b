import type { Slot } from "#domain/appointments.ts";
import { chart } from "#web/api/chart.ts";
import { session } from "#web/session/session.ts";
import type { Order } from "./sending.ts";

/** An order that got no answer: it may be booked or not. */
export interface Unanswered {
  readonly slot: Slot;
  readonly order: Order;
  /** Whose chart it is for: nobody else's session may send it. */
  readonly whose: string | undefined;
}

const whose = () => chart() ?? session()?.patient?.id;

// In this history entry, never in storage: a reload sends the very same order again, and closing the tab forgets it.
const write = (unanswered: Unanswered | undefined) =>
  history.replaceState({ ...history.state, unanswered }, "");

export const keepUnanswered = (slot: Slot, order: Order): void =>
  write({ slot, order, whose: whose() });

export const dropUnanswered = (): void => {
  if (history.state?.unanswered) write(undefined);
};

/** What was sent for this time and not answered. */
export function recallUnanswered(slotId: string): Unanswered | undefined {
  const found: Unanswered | undefined = history.state?.unanswered;
  return found?.slot.id === slotId && found.whose === whose() ? found : undefined;
}
