import { describe, expect, it } from "vitest";
import { Ability, Connection, Drift, Mode } from "#domain/connections.ts";
import { ABILITY, abilityLine, DRIFT, MEANING, REPAIR, STATUS } from "./words.ts";

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
  });
});
