import { expect, it } from "vitest";
import { WriteBackReason, WriteBackState } from "#domain/writeback.ts";
import { kindWords, REASON, STATE, stateWords } from "./words.ts";

it("there are words for every state and reason", () => {
  expect(Object.keys(STATE).sort()).toEqual([...WriteBackState.options].sort());
  expect(Object.keys(REASON).sort()).toEqual([...WriteBackReason.options].sort());
});

it("a deed says what it was and where it stands", () => {
  expect(kindWords("appointment.cancel")).toBe("Cancelled a visit");
  expect(kindWords("form.submit")).toBe("form submit");
  expect(
    stateWords({ state: "saved", since: "2026-12-03T12:00:00Z", reason: "ehr-unreachable" }),
  ).toBe("Saved here, not in the chart yet: the EHR does not answer");
  const withUs = { state: "with-practice", since: "2026-12-03T12:00:00Z" } as const;
  expect(stateWords(withUs, "appointment.book")).toBe("Waits in “To enter”");
  expect(stateWords(withUs, "correction.ask")).toBe("Waits in “Fixes”");
  expect(stateWords(withUs, "message.send")).toBe("Only in “Messages”");
});
