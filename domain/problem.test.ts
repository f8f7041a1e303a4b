import { expect, test } from "vitest";
import { Problem, problemCodes, problemStatus, problemTitle } from "./problem.ts";

test("every code has a status of a refusal and a sentence to read", () => {
  for (const code of problemCodes()) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$/);
    expect(problemStatus(code)).toBeGreaterThanOrEqual(400);
    expect(problemStatus(code)).toBeLessThan(600);
    expect(problemTitle(code)).toMatch(/^[A-Z].*[.?]$/);
  }
});

test("a problem says its code and status, and never more in its message", () => {
  const problem = new Problem("request.too-many", { retryAfterSeconds: 60 });
  expect([problem.message, problem.status]).toEqual(["request.too-many", 429]);
  expect(problem.details).toEqual({ retryAfterSeconds: 60 });
  expect(new Problem("not-found").details).toEqual({});
});
