import { describe, expect, it } from "vitest";
import type { Slot } from "#domain/appointments.ts";
import { columns, suits } from "./open-times.ts";

const slot = (id: string, who: string, start: string): Slot => ({
  id,
  start,
  end: start.replace(":00:00", ":20:00"),
  practitioner: { id: who, name: who },
  location: { id: "l", name: "Northgate" },
});
const slots = [
  slot("1", "Reyes", "2026-12-03T15:00:00Z"),
  slot("2", "Okafor", "2026-12-03T15:00:00Z"),
  slot("3", "Reyes", "2026-12-03T16:00:00Z"),
];

describe("open times", () => {
  it("stand in a line for each clinician and place", () => {
    expect(columns(slots).map((line) => [line.practitioner.name, line.slots.length])).toEqual([
      ["Okafor", 1],
      ["Reyes", 2],
    ]);
  });

  it("suit when all of the visit lies in what was asked for", () => {
    const wish = { from: "2026-12-03T15:00:00Z", to: "2026-12-03T16:10:00Z" };
    expect(slots.map((each) => suits(each, [wish]))).toEqual([true, true, false]);
    expect(suits(slots[0] ?? slot("x", "x", "x"), [])).toBe(false);
  });
});
