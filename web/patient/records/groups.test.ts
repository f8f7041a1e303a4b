// @vitest-environment node
import { expect, it } from "vitest";
import { RecordSection } from "#domain/record-sections.ts";
import { GROUPS, listed } from "./groups.ts";

it("gives every section of a chart one place on the page, results their own", () => {
  const placed = ["results", ...Object.values(GROUPS).flat()];
  expect(placed.sort()).toEqual([...RecordSection.options].sort());
});

it("knows a section by its address, and no other", () => {
  expect(listed("vitals")).toBe("vitals");
  expect(listed("results")).toBeUndefined();
  expect(listed("toString")).toBeUndefined();
});
