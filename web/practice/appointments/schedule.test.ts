import { describe, expect, it } from "vitest";
import type { ScheduledVisit } from "#domain/practice.ts";
import { countDay } from "./counts.tsx";
import { group } from "./schedule-model.ts";

const since = "2026-12-03T12:00:00Z";
const visit = (id: string, who: string, more: Partial<ScheduledVisit> = {}) =>
  ({
    id,
    patientId: "x",
    status: "booked",
    start: since,
    end: since,
    timeZone: "America/Chicago",
    visitType: { id: "t", name: "Check-up" },
    practitioner: { id: who, name: who },
    location: { id: "l", name: "Northgate" },
    writeBack: { state: "in-chart", since },
    sequence: 0,
    asOf: since,
    patient: { id: "x", name: "Someone" },
    bookedVia: "chart",
    ...more,
  }) satisfies ScheduledVisit;

const day = [
  visit("b", "Okafor", { start: "2026-12-03T16:00:00Z", bookedVia: "portal" }),
  visit("a", "Reyes", { start: "2026-12-03T15:00:00Z", writeBack: { state: "saved", since } }),
  visit("c", "Okafor", { start: "2026-12-03T17:00:00Z", status: "cancelled" }),
];

describe("the day's schedule", () => {
  it("goes by time, or by clinician and then time", () => {
    expect(group(day, "time").map((each) => each.visits.map(({ id }) => id))).toEqual([
      ["a", "b", "c"],
    ]);
    expect(group(day, "clinician").map(({ title, visits }) => [title, visits.length])).toEqual([
      ["Okafor", 2],
      ["Reyes", 1],
    ]);
  });

  it("counts what the front desk asks about", () => {
    expect(countDay(day).map(([, count]) => count)).toEqual([2, 1, 1, 0, 1]);
  });
});
