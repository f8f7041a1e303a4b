import { describe, expect, it } from "vitest";
import { Ability, Connection, Drift, Mode } from "#domain/connections.ts";
import {
  ABILITY,
  abilityLine,
  DRIFT,
  limitLine,
  MEANING,
  REPAIR,
  STATUS,
  shareLine,
} from "./words.ts";

describe("the connection's words", () => {
  it("exist for every ability in every mode, every drift, repair and status", () => {
    const names = [...Ability.shape.name.options].sort();
    expect(Object.keys(ABILITY).sort()).toEqual(names);
    expect(Object.keys(MEANING).sort()).toEqual(names);
    for (const name of Ability.shape.name.options)
      expect(Object.keys(MEANING[name]).sort()).toEqual([...Mode.options].sort());
    expect(Object.keys(DRIFT).sort()).toEqual([...Drift.shape.kind.options].sort());
    expect(Object.keys(REPAIR).sort()).toEqual([...Drift.shape.repair.options].sort());
    expect(Object.keys(STATUS).sort()).toEqual([...Connection.shape.status.options].sort());
  });

  it("say what it can do and what the portal does about it", () => {
    expect(abilityLine({ name: "book", able: false, mode: "by-hand" })).toEqual({
      name: "Booking",
      answer: "No",
      meaning: "Patients ask, you enter it.",
    });
    expect(abilityLine({ name: "correct", able: true, mode: "native", as: "document" })).toEqual({
      name: "Requests for corrections",
      answer: "Yes",
      meaning: "Into the chart as a document, and to “Fixes” for you to answer.",
    });
    const message = { name: "message", able: true, mode: "native" } as const;
    expect(abilityLine({ ...message, as: "communication" })).toEqual({
      name: "Messages",
      answer: "Yes",
      meaning: expect.stringContaining("Patients’ and yours go into the chart as communications."),
    });
    expect(abilityLine({ ...message, as: "document" }).meaning).toContain("as documents");
    expect(abilityLine({ name: "message", able: false, mode: "by-hand" }).meaning).toBe(
      "They are here, under “Messages”; you enter in the chart what belongs there.",
    );
  });

  it("say what is known of the calls, and what is not", () => {
    const rate = { lastMinute: 0, lastHour: 0, backgroundLastHour: 0, refusedLastHour: 0 };
    const at = (instant: string) => instant.slice(11, 16);
    expect(limitLine(rate, at)).toBe("None is set, calls are only counted");
    expect(limitLine({ ...rate, perMinute: 200 }, at)).toBe("200 a minute");
    const lowered = { perMinute: 150, until: "2026-12-03T15:15:00.000Z" };
    expect(limitLine({ ...rate, perMinute: 200, lowered }, at)).toContain(
      "150 a minute until 15:15",
    );
    expect(shareLine(rate)).toBe("None");
    expect(shareLine({ ...rate, lastHour: 40, backgroundLastHour: 30 })).toContain("75 %");
  });
});
