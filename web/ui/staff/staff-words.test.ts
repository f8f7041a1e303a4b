import { describe, expect, it } from "vitest";
import { Permission } from "#domain/actor.ts";
import { AppointmentStatus } from "#domain/appointments.ts";
import { Override } from "#domain/desk.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import { problemCodes } from "#domain/problem.ts";
import { WriteBackState } from "#domain/writeback.ts";
import { RULE_WORDS } from "./overriding.ts";
import { PLACES, placeAt, placesFor } from "./places.ts";
import { bookedBy, CHART, many, PROBLEM, STATUS } from "./words.ts";

describe("the staff's words", () => {
  it("exist for every code, and for none that is gone", () => {
    expect(Object.keys(STATUS).sort()).toEqual([...AppointmentStatus.options].sort());
    expect(Object.keys(CHART).sort()).toEqual([...WriteBackState.options].sort());
    expect(Object.keys(PROBLEM).sort()).toEqual([...problemCodes(), "offline"].sort());
    expect(Object.keys(RULE_WORDS).sort()).toEqual([...Override.shape.rule.options].sort());
  });

  it("count in singular and plural", () => {
    expect([many(1, "visit"), many(2, "visit")]).toEqual(["1 visit", "2 visits"]);
  });

  it("say who booked for whom", () => {
    const patient = { id: "m", name: "Milo Okafor" };
    const by = (who: ScheduledVisit["bookedBy"]) =>
      bookedBy({ patient, bookedBy: who } as ScheduledVisit);
    expect(by({ kind: "carer", name: "Grace Okafor", relationship: "child" })).toBe(
      "Grace Okafor for Milo Okafor (child)",
    );
    expect(by({ kind: "staff", name: "Frida" })).toBe("Frida (staff)");
    expect(by(undefined)).toBe("");
  });
});

describe("the places", () => {
  it("are absent without their permission, and each permission has one", () => {
    expect(placesFor(["patients"]).map(({ name }) => name)).toEqual(["Patients"]);
    expect(placesFor([])).toEqual([]);
    for (const permission of Permission.options)
      expect(placesFor([permission]).length).toBeGreaterThan(0);
  });

  it("have keys of their own", () => {
    expect(new Set(PLACES.map(({ key }) => key)).size).toBe(PLACES.length);
  });

  it("hold what lies below them", () => {
    expect(placeAt("/practice/")?.name).toBe("Schedule");
    expect(placeAt("/practice/patients/p1")?.name).toBe("Patients");
    expect(placeAt("/practice/nowhere")).toBeUndefined();
  });
});
