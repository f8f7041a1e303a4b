import { describe, expect, it } from "vitest";
import { keepInHand, step } from "./selection.ts";

const hand = (ids: string, id: string | undefined) => ({ ids: [...ids], id });
const kept = (before: string, id: string | undefined, after: string) =>
  keepInHand(hand(before, id), [...after]).id;

describe("the row in hand", () => {
  it("stays when others come and go around it", () => {
    expect(kept("abc", "b", "xaybz")).toBe("b");
    expect(kept("abc", "b", "b")).toBe("b");
  });

  it("gives way to the one that moves up into its place, or the last", () => {
    expect(kept("abc", "b", "ac")).toBe("c");
    expect(kept("abcd", "b", "ad")).toBe("d");
    expect(kept("abc", "c", "ab")).toBe("b");
    expect(kept("abc", "b", "xyz")).toBe("x");
    expect(kept("abc", "b", "")).toBeUndefined();
  });

  it("is the first where none was", () => {
    expect(kept("", undefined, "ab")).toBe("a");
  });

  it("moves a row at a time and stops at the ends", () => {
    expect([step(hand("abc", "b"), 1), step(hand("abc", "c"), 1)]).toEqual(["c", "c"]);
    expect([step(hand("abc", "b"), -1), step(hand("abc", "a"), -1)]).toEqual(["a", "a"]);
    expect(step(hand("", undefined), 1)).toBeUndefined();
  });
});
