import type { Machine, Operation } from "./linearizable.ts";

/** What was done to one slot, as its caller was told. Times are the world's, milliseconds. */
export type SlotAct =
  | { readonly is: "hold"; readonly by: string; readonly until: number; readonly over: number }
  | { readonly is: "book"; readonly by: string; readonly over: number }
  | { readonly is: "release" | "free" | "take" | "give-back"; readonly by: string }
  | { readonly is: "taken"; readonly by: string; readonly begun: number };

/** "free", "held ada 1700000", "booked ada". */
type SlotState = string;

/** A state as one client meets it: theirs or another's, and until when a hold of another's counts. */
interface Met {
  readonly booked: boolean;
  readonly own: boolean;
  readonly heldUntil: number;
}

const NEVER = Number.NEGATIVE_INFINITY;
/** Whoever takes a slot over from a hold must have been answered after the hold had run out. */
const canTake = ({ booked, heldUntil }: Met, over: number) => !booked && heldUntil < over;

const moves: {
  [Is in SlotAct["is"]]: (
    act: SlotAct & { is: Is },
    met: Met,
    state: SlotState,
  ) => SlotState | undefined;
} = {
  hold: ({ by, until, over }, met) => (canTake(met, over) ? `held ${by} ${until}` : undefined),
  book: ({ by, over }, met) => (canTake(met, over) ? `booked ${by}` : undefined),
  release: (_, { booked, own }, state) => (own && !booked ? "free" : state),
  free: (_, { booked, own }) => (own && booked ? "free" : undefined),
  "give-back": (_, { booked, own }) => (own && booked ? "free" : undefined),
  take: ({ by }, { booked }) => (booked ? undefined : `booked ${by}`),
  taken: ({ begun }, met, state) => (canTake(met, begun) ? undefined : state),
};

/** A slot in the portal: free, held by somebody until a time, or booked by somebody. */
export const slotMachine: Machine<SlotState, SlotAct> = (state, act) => {
  const [is, by, until] = state.split(" ");
  const own = by === act.by;
  const heldUntil = is === "held" && !own ? Number(until) : NEVER;
  const move: (act: never, met: Met, state: SlotState) => SlotState | undefined = moves[act.is];
  return move(act as never, { booked: is === "booked", own, heldUntil }, state);
};

/** What all clients did, slot by slot, in the order it was begun and answered. */
export class Histories {
  readonly #slots = new Map<string, Operation<SlotAct>[]>();
  #moment = 0;

  /** The place of something that begins or is answered now. */
  now(): number {
    this.#moment += 1;
    return this.#moment;
  }

  note(slot: string, operation: Operation<SlotAct>): void {
    const looks = operation.act.is === "taken";
    this.#slots.set(slot, [...(this.#slots.get(slot) ?? []), { ...operation, looks }]);
  }

  all(): ReadonlyMap<string, readonly Operation<SlotAct>[]> {
    return this.#slots;
  }
}
