import { expect, test } from "vitest";
import {
  canChange,
  changeableUntil,
  fitsAge,
  isOpen,
  nearestSlots,
  parseSlotId,
  slotId,
} from "./appointments-rules.ts";

const NOW = "2026-11-23T12:00:00.000Z";
const visit = {
  status: "booked",
  start: "2026-11-24T12:00:00.000Z",
  changeableUntil: "2026-11-23T12:00:00.000Z",
} as const;

test("a visit may be changed until the very moment of the practice's notice", () => {
  expect(changeableUntil(visit.start, 24)).toBe(visit.changeableUntil);
  expect(canChange(visit, NOW)).toBe(true);
  expect(canChange(visit, "2026-11-23T12:00:00.001Z")).toBe(false);
  // Only asked for: it is taken back, not changed.
  expect(canChange({ ...visit, status: "proposed" }, NOW)).toBe(false);
});

test("while one change is on its way there is no second; after a refused one there may be", () => {
  const change = (state: "saved" | "needs-attention") => ({
    kind: "cancel" as const,
    writeBack: { state, since: NOW },
  });
  expect(canChange({ ...visit, change: change("saved") }, NOW)).toBe(false);
  expect(canChange({ ...visit, change: change("needs-attention") }, NOW)).toBe(true);
});

test("what is over or cancelled is not open", () => {
  expect(isOpen(visit, NOW)).toBe(true);
  expect(isOpen({ ...visit, status: "cancelled" }, NOW)).toBe(false);
  expect(isOpen({ ...visit, start: NOW }, NOW)).toBe(false);
});

test("age is the age on the day of the visit, birthdays included", () => {
  const adult = { minAge: 18 };
  expect(fitsAge(adult, "2008-11-24", "2026-11-24")).toBe(true);
  expect(fitsAge(adult, "2008-11-25", "2026-11-24")).toBe(false);
  expect(fitsAge({ maxAge: 17 }, "2008-02-29", "2026-02-28")).toBe(true);
  expect(fitsAge({}, undefined, "2026-11-24")).toBe(true);
  expect(fitsAge(adult, undefined, "2026-11-24")).toBe(false);
});

test("the nearest other times are offered earliest first", () => {
  const at = (hour: number) => ({
    start: `2026-11-24T${String(hour).padStart(2, "0")}:00:00.000Z`,
  });
  const found = nearestSlots([8, 9, 10, 11, 12, 13, 20].map(at), at(11).start, 3);
  expect(found).toEqual([at(10), at(11), at(12)]);
});

test("a slot id names day, visit type and the EHR's slot, and nothing else is one", () => {
  const parts = { day: "2026-12-03", visitTypeId: "office-visit", ehrId: "slot-17.a" };
  expect(parseSlotId(slotId(parts))).toEqual(parts);
  for (const bad of ["", "2026-12-03", "2026-12-03~x", "~~", "2026-12-03~a~b~c", "x~a~b"])
    expect(parseSlotId(bad)).toBeUndefined();
});
