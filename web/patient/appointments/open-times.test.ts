// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Slot } from "#domain/appointments.ts";
import { byDay, oncePerTime, partsOfDay, weekDays, weekOf } from "./open-times.ts";

const zone = "America/Chicago";
const slot = (start: string, who = "p1", where = "l1"): Slot => ({
  id: `${start}${who}${where}`,
  start,
  end: start,
  practitioner: { id: who, name: who },
  location: { id: where, name: where },
});

describe("open times", () => {
  it("come in strips of seven days that begin today", () => {
    expect(weekDays("2026-12-03", 1)).toEqual([
      "2026-12-10",
      "2026-12-11",
      "2026-12-12",
      "2026-12-13",
      "2026-12-14",
      "2026-12-15",
      "2026-12-16",
    ]);
    expect(weekOf("2026-12-09", "2026-12-03")).toBe(0);
    expect(weekOf("2026-12-10", "2026-12-03")).toBe(1);
  });

  it("stand on the clinic's day, not on the device's or London's", () => {
    const late = slot("2026-12-04T03:30:00Z");
    expect([...byDay([late], zone).keys()]).toEqual(["2026-12-03"]);
  });

  it("are grouped by part of the day in the clinic's zone, empty parts left out", () => {
    const found = partsOfDay(
      [
        slot("2026-12-03T15:00:00Z"),
        slot("2026-12-03T17:59:00Z"),
        slot("2026-12-03T18:00:00Z"),
        slot("2026-12-03T23:00:00Z"),
      ],
      zone,
    );
    expect(found.map(({ part, slots }) => [part, slots.length])).toEqual([
      ["morning", 2],
      ["afternoon", 1],
      ["evening", 1],
    ]);
    expect(partsOfDay([slot("2026-12-03T15:00:00Z")], zone)).toHaveLength(1);
  });

  it("show a minute once per place, however many clinicians are free", () => {
    const start = "2026-12-03T15:00:00Z";
    const kept = oncePerTime([slot(start, "p1"), slot(start, "p2"), slot(start, "p3", "l2")]);
    expect(kept.map((each) => each.practitioner.id)).toEqual(["p1", "p3"]);
  });
});
