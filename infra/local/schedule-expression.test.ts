import { expect, test } from "vitest";
import { parseSchedule } from "./schedule-expression.ts";

test("a rate is a time between two runs", () => {
  expect(parseSchedule("rate(1 minute)", "UTC")).toEqual({ kind: "rate", everyMs: 60_000 });
  expect(parseSchedule("rate(6 hours)", "UTC")).toEqual({ kind: "rate", everyMs: 21_600_000 });
});

const fires = (expression: string, zone: string, instant: string) => {
  const timing = parseSchedule(expression, zone);
  return timing.kind === "cron" && timing.fits(new Date(instant));
};

test.each([
  ["cron(0 3 * * ? *)", "UTC", "2026-03-01T03:00:00Z", true],
  ["cron(0 3 * * ? *)", "UTC", "2026-03-01T03:01:00Z", false],
  ["cron(0 3 * * ? *)", "America/Chicago", "2026-01-15T09:00:00Z", true],
  ["cron(0 3 * * ? *)", "America/Chicago", "2026-07-15T08:00:00Z", true],
  ["cron(*/15 8-17 ? * MON-FRI *)", "UTC", "2026-11-23T08:45:00Z", true],
  ["cron(*/15 8-17 ? * MON-FRI *)", "UTC", "2026-11-22T08:45:00Z", false],
  ["cron(0 12 1,15 JAN,JUL ? 2026)", "UTC", "2026-07-15T12:00:00Z", true],
  ["cron(0 12 1,15 JAN,JUL ? 2026)", "UTC", "2027-07-15T12:00:00Z", false],
  ["cron(5/20 * * * ? *)", "UTC", "2026-01-01T00:45:00Z", true],
])("%s in %s at %s: %s", (...[expression, zone, instant, expected]) => {
  expect(fires(expression, zone, instant)).toBe(expected);
});

test("what cannot be read is an error that shows it", () => {
  expect(() => parseSchedule("at(2026-01-01T00:00:00)", "UTC")).toThrow("at(2026");
});
