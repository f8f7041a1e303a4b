import { expect, test } from "vitest";
import * as z from "zod/mini";
import { refusalWords } from "./refusal-words.ts";

const Asked = z.strictObject({
  slotId: z.string().check(z.minLength(1), z.maxLength(5)),
  day: z.iso.date(),
  decision: z.enum(["release", "hold"]),
  count: z.int().check(z.gte(1), z.lte(9)),
  tags: z.array(z.string()).check(z.maxLength(1)),
  note: z.optional(z.string().check(z.regex(/^a/, "Starts with an a."))),
});
const right = { slotId: "a", day: "2026-11-23", decision: "hold", count: 2, tags: [] };

test.each([
  [{ slotId: undefined }, "slotId", "Is missing."],
  [{ slotId: 7 }, "slotId", "Must be of type string."],
  [{ slotId: "" }, "slotId", "Must have a length of at least 1."],
  [{ slotId: "abcdef" }, "slotId", "Must have a length of at most 5."],
  [{ day: "today" }, "day", "Is not a valid date (YYYY-MM-DD)."],
  [{ decision: "lift" }, "decision", "Must be one of release, hold."],
  [{ count: 0 }, "count", "Must be at least 1."],
  [{ count: 10 }, "count", "Must be at most 9."],
  [{ tags: ["a", "b"] }, "tags", "Must have a number of items of at most 1."],
  [{ note: "b" }, "note", "Starts with an a."],
  [{ extra: 1 }, "", "Unknown: extra."],
])("%j is refused at %j: %s", (wrong, path, words) => {
  const { error } = Asked.safeParse({ ...right, ...wrong }, { error: refusalWords });
  expect(error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([
    [path, words],
  ]);
});
