import { describe, expect, it } from "vitest";
import type { WorkItem } from "#domain/work.ts";
import { WorkKind, WorkReason } from "#domain/work.ts";
import { WriteBackState } from "#domain/writeback.ts";
import { asChosenTime, faults, instantAt, ofCatalogue } from "./by-hand.ts";
import { fitting } from "./queue-model.ts";
import { toggled } from "./schedule-dialog.tsx";
import {
  age,
  entrySteps,
  isOverdue,
  OVERDUE_HOURS,
  QUEUE,
  REASON,
  TOLD,
  whoAsked,
  windowWords,
} from "./words.ts";

const zone = "America/Chicago";
const now = "2026-12-03T12:00:00Z";
const item = (more: Partial<WorkItem> = {}): WorkItem => ({
  id: "1",
  kind: "request",
  reason: "asked-for-visit",
  since: "2026-12-03T11:00:00Z",
  patient: { id: "m", name: "Milo Okafor" },
  version: 1,
  ...more,
});

describe("the words of work", () => {
  it("exist for every code", () => {
    expect(Object.keys(REASON).sort()).toEqual([...WorkReason.options].sort());
    expect(Object.keys(TOLD).sort()).toEqual([...WriteBackState.options].sort());
    for (const words of [QUEUE, OVERDUE_HOURS])
      expect(Object.keys(words).sort()).toEqual([...WorkKind.options].sort());
  });

  it("say how long it waits, and when that is too long", () => {
    const at = (since: string) => item({ since });
    expect(age(at(now), now)).toBe("now");
    expect(age(at("2026-12-03T11:48:00Z"), now)).toBe("12 min");
    expect(age(at("2026-12-02T13:00:00Z"), now)).toBe("23 h");
    expect(age(at("2026-11-30T12:00:00Z"), now)).toBe("3 d");
    expect(isOverdue(at("2026-12-02T12:00:01Z"), now)).toBe(false);
    expect(isOverdue(at("2026-12-02T12:00:00Z"), now)).toBe(true);
    expect(isOverdue({ kind: "phone", since: "2026-12-03T08:00:00Z" }, now)).toBe(true);
  });

  it("say who asked for whom, however the server puts it", () => {
    const milo = item();
    for (const askedBy of ["Grace Okafor (for their child)", "Grace Okafor (child)"])
      expect(whoAsked({ ...milo, askedBy })).toBe("Grace Okafor for Milo Okafor (child)");
    expect(whoAsked({ ...milo, askedBy: "Grace Okafor" })).toBe("Grace Okafor for Milo Okafor");
    expect(whoAsked(milo)).toBe("Milo Okafor, for themselves");
  });

  it("put a window in the clinic's time, with its day once", () => {
    const morning = { from: "2026-12-03T15:00:00Z", to: "2026-12-03T18:00:00Z" };
    expect(windowWords(morning, zone)).toBe("Thu, Dec 3, 9:00 AM – 12:00 PM CST");
    expect(windowWords({ ...morning, to: "2026-12-04T18:00:00Z" }, zone)).toContain("Fri, Dec 4");
  });

  it("name the patient in the steps of an entry", () => {
    expect(entrySteps(item())[0]).toContain("Milo Okafor");
  });
});

describe("a time typed by hand", () => {
  const typed = {
    day: "2026-12-03",
    time: "09:15",
    minutes: 20,
    practitionerId: "p",
    locationId: "l",
  };

  it("is the wall clock's in the clinic's zone, on days the clock changes too", () => {
    expect(instantAt("2026-12-03", "09:15", zone)).toBe("2026-12-03T15:15:00.000Z");
    expect(instantAt("2026-03-08", "09:15", zone)).toBe("2026-03-08T14:15:00.000Z");
    expect(instantAt("2026-11-01", "09:15", zone)).toBe("2026-11-01T15:15:00.000Z");
    expect(instantAt("2026-11-01", "00:15", zone)).toBe("2026-11-01T05:15:00.000Z");
    expect(instantAt("2026-12-03", "09:15", "Asia/Kolkata")).toBe("2026-12-03T03:45:00.000Z");
  });

  it("goes with its end, clinician and place", () => {
    expect(asChosenTime("w", typed, zone)).toEqual({
      id: "w",
      start: "2026-12-03T15:15:00.000Z",
      end: "2026-12-03T15:35:00.000Z",
      practitionerId: "p",
      locationId: "l",
    });
  });

  it("says which field is missing", () => {
    expect(faults(typed)).toEqual({});
    expect(Object.keys(faults({ ...typed, time: "", locationId: "", minutes: 0 }))).toEqual([
      "time",
      "minutes",
      "locationId",
    ]);
  });

  it("takes nobody for a clinician: who asked for anyone has chosen none", () => {
    const offer = { practitioners: [{ id: "p" }], locations: [{ id: typed.locationId }] };
    const anyone = ofCatalogue({ ...typed, practitionerId: "anyone" }, offer);
    expect(Object.keys(faults(anyone))).toEqual(["practitionerId"]);
    expect(anyone.locationId).toBe(typed.locationId);
  });
});

it("at most so many times are chosen; one too many pushes out the first", () => {
  const at = (id: string) => ({ id, start: id, end: id }) as Parameters<typeof toggled>[1];
  const two = toggled(toggled([], at("b"), 2), at("a"), 2);
  expect(two.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(toggled(two, at("c"), 2).map(({ id }) => id)).toEqual(["b", "c"]);
  expect(toggled(two, at("a"), 2).map(({ id }) => id)).toEqual(["b"]);
});

it("the list's search goes by the beginnings of words", () => {
  const rows = [item(), item({ id: "2", patient: { id: "a", name: "Ada Marsh" } })];
  expect(fitting(rows, "oka mi").map(({ id }) => id)).toEqual(["1"]);
  expect(fitting(rows, "")).toHaveLength(2);
  expect(fitting(rows, "zz")).toEqual([]);
});
