import { describe, expect, it } from "vitest";
import { aboutKey } from "./state-panel.tsx";

const since = "2026-12-01T15:00:00Z";

describe("what is said about a write-back", () => {
  it("names the reason where there is one", () => {
    expect(aboutKey({ state: "needs-attention", since, reason: "slot-taken" })).toBe(
      "about.attention.slot-taken",
    );
    expect(aboutKey({ state: "saved", since, reason: "checking-chart" })).toBe(
      "about.saved.checking",
    );
  });

  it("says the plain state otherwise", () => {
    expect(aboutKey({ state: "saved", since, reason: "ehr-unreachable" })).toBe("about.saved");
    expect(aboutKey({ state: "in-chart", since })).toBe("about.in-chart");
    expect(aboutKey({ state: "needs-attention", since })).toBe("about.attention");
  });
});
