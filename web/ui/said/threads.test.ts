import { expect, it } from "vitest";
import type { Message } from "#domain/messaging.ts";
import { isOnItsWay, newer, unopened } from "./threads.ts";

const message = (number: number, by: Message["by"], more: Partial<Message> = {}): Message => ({
  number,
  by,
  name: by,
  words: "Words",
  at: "2026-11-23T15:00:00.000Z",
  writeBack: { state: "in-chart", since: "2026-11-23T15:00:00.000Z" },
  ...more,
});
const said = [message(1, "patient"), message(2, "practice"), message(3, "practice")];

it("an older reading does not take away what was sent meanwhile", () => {
  const [one, two] = [{ said: said.slice(0, 1) }, { said: said.slice(0, 2) }];
  expect(newer(two, one)).toBe(two);
  expect(newer(one, two)).toBe(two);
  expect(newer(undefined, one)).toBe(one);
  const again = { said: said.slice(0, 2) };
  expect(newer(two, again)).toBe(again);
});

it("what is not opened are the practice's last messages, and never the patient's own", () => {
  expect(unopened({ said, unread: 0 })).toEqual([]);
  expect(unopened({ said, unread: 1 })).toEqual([3]);
  expect(unopened({ said: [...said, message(4, "patient")], unread: 2 })).toEqual([2, 3]);
  expect(unopened({ said, unread: 9 })).toEqual([2, 3]);
});

it("only one's own messages are waited for on their way to the chart", () => {
  const saved = { state: "saved", since: "2026-11-23T15:00:00.000Z" } as const;
  const thread = { said: [...said, message(4, "patient", { writeBack: saved })] };
  expect(isOnItsWay(thread, "patient")).toBe(true);
  expect(isOnItsWay(thread, "practice")).toBe(false);
  expect(isOnItsWay(undefined, "patient")).toBe(false);
});
