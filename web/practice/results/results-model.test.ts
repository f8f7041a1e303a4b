import { expect, it } from "vitest";
import type { DeskResult } from "#domain/release-desk.ts";
import { fitting, outcomeWords } from "./results-model.ts";
import { inChartWords } from "./words.ts";

const result = (name: string, more: Partial<DeskResult> = {}): DeskResult => ({
  id: "DiagnosticReport~1",
  patient: { id: "p", name },
  title: "Skin biopsy",
  kind: "pathology",
  status: "final",
  classes: ["malignancy"],
  since: "2026-11-23T12:00:00.000Z",
  state: "waits",
  because: "state-law",
  holds: [],
  releasable: true,
  version: 1,
  ...more,
});

it("rows are found by name, by what it is, and by why it waits", () => {
  const rows = [
    result("Ada Byron"),
    result("Ben Ito", { state: "held", because: "life-or-physical-safety" }),
  ];
  expect(fitting(rows, "ada")).toHaveLength(1);
  expect(fitting(rows, "skin bio")).toHaveLength(2);
  expect(fitting(rows, "on hold")).toHaveLength(1);
  expect(fitting(rows, "state law")).toHaveLength(1);
});

it("what became of many names everything that was not done", () => {
  const items = (["released", "released", "waits", "changed"] as const).map((outcome) => ({
    outcome,
  }));
  expect(outcomeWords(items)).toBe(
    "2 results released. Still waiting, for a law or the patient: 1. Changed by someone else: 1.",
  );
});

it.each([
  [{ state: "in-chart" }, "The chart says so too."],
  [{ state: "saved" }, "Kept here, on its way into the chart."],
  [{ state: "with-practice", reason: "not-supported" }, "Kept here: the EHR has no place for it."],
  [{ state: "with-practice", reason: "tried-for-a-day" }, /did not take it for a day/],
  [{ state: "needs-attention", reason: "refused" }, /refused it/],
] as const)("says whether the chart has a decision: %o", (writeBack, words) => {
  expect(inChartWords({ ...writeBack, since: "2026-11-23T15:00:00.000Z" })).toMatch(words);
});
