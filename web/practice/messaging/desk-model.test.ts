import { describe, expect, it } from "vitest";
import type { DeskThreadSummary } from "#domain/messaging.ts";
import { fitting, withKept } from "./desk-model.ts";
import { chartLook } from "./words.ts";

const thread = (id: string, more: Partial<DeskThreadSummary> = {}): DeskThreadSummary => ({
  id,
  patient: { id: `p-${id}`, name: `Patient ${id}`, birthDate: "1980-02-03" },
  startedAt: "2026-11-23T15:00:00.000Z",
  state: "waiting",
  messages: 1,
  last: { by: "patient", at: "2026-11-23T15:00:00.000Z", words: "Is it high?" },
  unread: 0,
  ...more,
});
const ids = (items: readonly DeskThreadSummary[]) => items.map(({ id, state }) => `${id} ${state}`);

describe("what is in hand", () => {
  const answered = { at: 1, row: thread("b", { state: "answered", messages: 2 }) };

  it("stays where it stood until the queue has let go of it, and then too", () => {
    const before = [thread("a"), thread("b"), thread("c")];
    expect(ids(withKept(before, answered))).toEqual(["a waiting", "b answered", "c waiting"]);
    const after = [thread("a"), thread("c")];
    expect(ids(withKept(after, answered))).toEqual(["a waiting", "b answered", "c waiting"]);
    expect(ids(withKept([], answered))).toEqual(["b answered"]);
    expect(ids(withKept(after, undefined))).toEqual(["a waiting", "c waiting"]);
  });

  it("waits again once its patient has written again", () => {
    const again = [thread("a"), thread("b", { messages: 3 })];
    expect(ids(withKept(again, answered))).toEqual(["a waiting", "b waiting"]);
  });
});

it("rows are found by name and by what they are about", () => {
  const about = { id: "DiagnosticReport~1", section: "results", title: "Lipid panel" } as const;
  const rows = [thread("a", { about }), thread("b")];
  expect(ids(fitting(rows, "lip pan"))).toEqual(["a waiting"]);
  expect(ids(fitting(rows, "patient b"))).toEqual(["b waiting"]);
  expect(ids(fitting(rows, "question"))).toEqual(["b waiting"]);
  expect(ids(fitting(rows, " "))).toHaveLength(2);
});

it("why the chart has no message is said, and where it has one nothing more", () => {
  const since = "2026-11-23T15:00:00.000Z";
  const words = (writeBack: Parameters<typeof chartLook>[0]["writeBack"]) =>
    chartLook({ writeBack }).words;
  expect(words({ state: "with-practice", reason: "not-supported", since })).toBe(
    "Only here: this EHR can’t take it",
  );
  expect(words({ state: "saved", reason: "ehr-unreachable", since })).toBe(
    "Not in the chart yet: the EHR does not answer",
  );
  expect(words({ state: "in-chart", reason: "checking-chart", since })).toBe("In the chart");
});
