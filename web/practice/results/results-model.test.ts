import { expect, it } from "vitest";
import type { DeskResult } from "#domain/release-desk.ts";
import { fitting, outcomeWords } from "./results-model.ts";

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
