// @vitest-environment node
import { describe, expect, it } from "vitest";
import { daysToAskFor, faultsOf, partOf, windowOf } from "./wishes.ts";

const chicago = "America/Chicago";
const days = { first: "2026-12-02", last: "2027-05-30" };

describe("a wish as a window of time", () => {
  it("is the clinic's morning, wherever the phone is", () => {
    expect(windowOf({ day: "2026-12-03", part: "morning" }, chicago)).toEqual({
      from: "2026-12-03T14:00:00.000Z",
      to: "2026-12-03T18:00:00.000Z",
    });
    expect(windowOf({ day: "2026-12-03", part: "afternoon" }, "Asia/Kolkata")).toEqual({
      from: "2026-12-03T06:30:00.000Z",
      to: "2026-12-03T12:30:00.000Z",
    });
  });

  it.each([
    ["2027-03-14", "2027-03-14T13:00:00.000Z", "2027-03-14T23:00:00.000Z"],
    ["2026-11-01", "2026-11-01T14:00:00.000Z", "2026-11-02T00:00:00.000Z"],
  ])("begins at eight also on the day the clocks change (%s)", (day, from, to) => {
    expect(windowOf({ day, part: "any" }, chicago)).toEqual({ from, to });
  });

  it("is told by its part again, and only where it is one of ours", () => {
    for (const part of ["any", "morning", "afternoon"] as const) {
      expect(partOf(windowOf({ day: "2027-03-14", part }, chicago), chicago)).toBe(part);
    }
    const odd = { from: "2026-12-03T15:00:00Z", to: "2026-12-03T16:30:00Z" };
    expect(partOf(odd, chicago)).toBeUndefined();
  });
});

describe("the days that can be asked for", () => {
  it("begin tomorrow by the clinic's calendar", () => {
    // Half past nine in the evening in Chicago is the next day in London.
    expect(daysToAskFor("2026-12-02T03:30:00Z", chicago).first).toBe("2026-12-02");
    expect(daysToAskFor("2026-12-02T03:30:00Z", "Europe/London").first).toBe("2026-12-03");
  });

  it("names what is wrong with each wish", () => {
    const wish = { day: "2026-12-03", part: "any" } as const;
    expect(faultsOf([{ ...wish, day: "" }], days)).toEqual(["ask.dayMissing"]);
    expect(faultsOf([{ ...wish, day: "2026-12-01" }], days)).toEqual(["ask.dayRange"]);
    expect(faultsOf([{ ...wish, day: "2027-12-01" }], days)).toEqual(["ask.dayRange"]);
    expect(faultsOf([wish, wish], days)).toEqual([undefined, "ask.twice"]);
    expect(faultsOf([wish, { ...wish, part: "morning" }], days)).toEqual([undefined, undefined]);
  });
});
