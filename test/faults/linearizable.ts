/** One operation as its caller saw it: what it did, and between which two moments it must have happened. */
export interface Operation<Act> {
  readonly act: Act;
  /** Places in the order of everything that was begun or answered. */
  readonly invoked: number;
  /** Infinite where no answer tells: it may have happened at any later time. */
  readonly returned: number;
  /** Nobody knows that it happened; it may have. */
  readonly optional?: boolean;
  /** It changes nothing, whatever it meets. */
  readonly looks?: boolean;
}

/** What an act makes of a state; undefined where it could not have been. */
export type Machine<State, Act> = (state: State, act: Act) => State | undefined;

/**
 * Whether there is one order of all operations, each within its own span, that the machine could have gone through (Wing
 * and Gong, remembering what was tried as Lowe does). An operation that only looks is put first wherever it can be: it is
 * in nobody's way there.
 */
export function isLinearizable<State extends string, Act>(
  history: readonly Operation<Act>[],
  initial: State,
  machine: Machine<State, Act>,
): boolean {
  const inOrder = [...history].sort((a, b) => a.invoked - b.invoked);
  const tried = new Set<string>();

  function from(done: bigint, state: State): boolean {
    const key = `${done.toString(36)} ${state}`;
    if (tried.has(key)) return false;
    tried.add(key);
    const open = [...inOrder.entries()].filter(([index]) => !((done >> BigInt(index)) & 1n));
    const must = open.filter(([, { optional }]) => !optional);
    if (must.length === 0) return true;
    const earliest = Math.min(...must.map(([, { returned }]) => returned));
    const next = open
      .filter(([, { invoked }]) => invoked < earliest)
      .map(([index, { act, looks }]) => ({
        after: machine(state, act),
        bit: 1n << BigInt(index),
        looks,
      }));
    const look = next.filter(({ looks, after }) => looks && after !== undefined);
    if (look.length > 0)
      return from(
        look.reduce((all, { bit }) => all | bit, done),
        state,
      );
    return next.some(({ after, bit }) => after !== undefined && from(done | bit, after));
  }

  return from(0n, initial);
}
