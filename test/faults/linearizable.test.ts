import { expect, test } from "vitest";
import { diceOf } from "#test/fixtures/dice.ts";
import { isLinearizable, type Operation } from "./linearizable.ts";

type Act = "take" | "give" | "see-taken" | "see-free";
type State = "free" | "taken";
const machine = (state: State, act: Act): State | undefined => {
  if (act === "take") return state === "free" ? "taken" : undefined;
  if (act === "give") return state === "taken" ? "free" : undefined;
  return act === `see-${state}` ? state : undefined;
};
const span = (act: Act, invoked: number, returned: number): Operation<Act> => ({
  act,
  invoked,
  returned,
  looks: act.startsWith("see"),
});
const possible = (...history: Operation<Act>[]) => isLinearizable(history, "free", machine);

test("two who took one thing, one after the other or at once, can't both have", () => {
  expect(possible(span("take", 1, 2), span("take", 3, 4))).toBe(false);
  expect(possible(span("take", 1, 4), span("take", 2, 3))).toBe(false);
  expect(possible(span("take", 1, 4), span("give", 2, 3), span("take", 5, 6))).toBe(true);
});

test("who looked while it was taken may have seen either; who looked after, only that", () => {
  expect(possible(span("take", 1, 4), span("see-free", 2, 3))).toBe(true);
  expect(possible(span("take", 1, 2), span("see-free", 3, 4))).toBe(false);
  expect(possible(span("see-taken", 1, 2), span("take", 3, 4))).toBe(false);
});

test("what may have happened explains what was seen, at any time after it was begun", () => {
  const perhaps = { ...span("give", 3, Number.POSITIVE_INFINITY), optional: true };
  expect(possible(span("take", 1, 2), perhaps, span("take", 8, 9))).toBe(true);
  expect(possible(span("take", 1, 2), perhaps)).toBe(true);
  expect(possible(span("take", 1, 2), span("take", 2.1, 2.9), perhaps)).toBe(false);
});

test("two hundred who looked at once are no work", () => {
  const many = Array.from({ length: 199 }, (_, index) => span("see-taken", index, 1000 + index));
  expect(possible(...many, span("take", 500, 999))).toBe(true);
  expect(possible(...many, span("take", 500, 999), span("take", 501, 998))).toBe(false);
});

/** A history made by really taking turns, its spans drawn around the moment each thing happened. */
function made(seed: number): Operation<Act>[] {
  const dice = diceOf(seed);
  let state: State = "free";
  return Array.from({ length: 60 }, (_, index) => {
    const acts: Act[] = state === "free" ? ["take", "see-free"] : ["give", "see-taken"];
    const act = dice.pick(acts);
    state = machine(state, act) ?? state;
    const at = index * 10;
    return span(act, at - dice.between(0, 60), at + dice.between(1, 60));
  });
}

test("what happened in turns is always possible; one more that took it meanwhile never is", () => {
  for (let seed = 0; seed < 40; seed++) {
    const history = made(seed);
    expect(possible(...history)).toBe(true);
    const tookAt = history.findIndex(({ act }) => act === "take");
    const gaveAt = history.findIndex(({ act }) => act === "give");
    if (tookAt < 0 || gaveAt < 0) continue;
    const twice = [span("take", 10_000, 10_001), span("take", 10_002, 10_003)];
    expect(possible(...history, ...twice)).toBe(false);
  }
});
