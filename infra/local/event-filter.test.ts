import { expect, test } from "vitest";
import { passesFilters } from "./event-filter.ts";

const event = { eventName: "INSERT", dynamodb: { NewImage: { kind: { S: "Audit" } } } };
const passes = (...patterns: object[]) =>
  passesFilters(
    patterns.map((pattern) => JSON.stringify(pattern)),
    event,
  );

test("without patterns every event passes, with several one is enough", () => {
  expect(passes()).toBe(true);
  expect(passes({ eventName: ["REMOVE"] }, { eventName: ["INSERT"] })).toBe(true);
  expect(passes({ eventName: ["REMOVE"] })).toBe(false);
});

test("every named part must fit", () => {
  const image = (rule: unknown) => ({ dynamodb: { NewImage: { kind: { S: [rule] } } } });
  expect(passes({ eventName: ["INSERT", "MODIFY"], ...image("Audit") })).toBe(true);
  expect(passes({ eventName: ["MODIFY"], ...image("Audit") })).toBe(false);
  expect(passes(image({ prefix: "Au" }))).toBe(true);
  expect(passes(image({ "anything-but": ["Audit"] }))).toBe(false);
  expect(passes({ dynamodb: { OldImage: { kind: { S: [{ exists: false }] } } } })).toBe(true);
  expect(passes({ dynamodb: { OldImage: { kind: { S: [{ exists: true }] } } } })).toBe(false);
});

test("a rule nobody knows is an error that names it", () => {
  expect(() => passes({ eventName: [{ cidr: "10.0.0.0/8" }] })).toThrow("cidr");
});
