import { expect, test } from "vitest";
import { matchingStep, newTotpSecret, totpCode, totpStep } from "./totp.ts";

// RFC 6238 appendix B: the ASCII secret "12345678901234567890", last six of its eight digits.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_234_567_890, "005924"],
  [20_000_000_000, "353130"],
])("at second %i the code of RFC 6238 is %s", (second, code) => {
  expect(totpCode(secret, totpStep(second * 1000))).toBe(code);
});

test("a code is good for its own step and one either side", () => {
  const now = 1_234_567_890_000;
  const step = totpStep(now);
  for (const drift of [-1, 0, 1])
    expect(matchingStep(secret, totpCode(secret, step + drift), now)).toBe(step + drift);
  for (const drift of [-2, 2])
    expect(matchingStep(secret, totpCode(secret, step + drift), now)).toBeUndefined();
});

test("secrets are long, base32 and never the same", () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{52}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
});
