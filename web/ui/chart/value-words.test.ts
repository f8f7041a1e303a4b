// @vitest-environment node
import { describe, expect, it } from "vitest";
import { placeIn } from "./range-bar.tsx";
import { amountWords, numberWords, unitWords } from "./value-words.ts";

describe("a value", () => {
  it("keeps its digits and its bound", () => {
    expect(numberWords(1250)).toBe("1,250");
    expect(numberWords(0.000123)).toBe("0.000123");
    expect(amountWords({ number: 5, comparator: "<=" })).toBe("≤ 5");
  });

  it.each([
    ["10*3/uL", "10³/µL"],
    ["mL/min/{1.73_m2}", "mL/min/1.73 m²"],
    ["kg/m2", "kg/m²"],
    ["mm[Hg]", "mmHg"],
    ["[degF]", "°F"],
    ["mg/dL", "mg/dL"],
    ["1", ""],
  ])("has the unit %s as it stands on paper", (code, words) => {
    expect(unitWords(code)).toBe(words);
  });

  it("has a place in a range that has both ends, and none in another", () => {
    const range = { low: 4, high: 6 };
    const one = (number: number) => placeIn({ name: "", value: { number }, range });
    expect(one(5)).toBe(0.5);
    expect(one(4)).toBe(0.25);
    expect(one(99)).toBeLessThan(1);
    expect(one(-99)).toBeGreaterThan(0);
    expect(placeIn({ name: "", value: { number: 5 }, range: { high: 6 } })).toBeUndefined();
    expect(placeIn({ name: "", value: { number: 5, comparator: "<" }, range })).toBeUndefined();
  });
});
