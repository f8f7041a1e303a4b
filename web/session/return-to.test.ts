// @vitest-environment node
import { describe, expect, it } from "vitest";
import { returnFor, safeReturn } from "./return-to.ts";

describe("where signing in returns to", () => {
  it("is a path of ours", () => {
    expect(safeReturn("/visits/v1?new")).toBe("/visits/v1?new");
    expect(safeReturn(undefined)).toBe("/");
  });

  it("is never another site", () => {
    for (const wish of [
      "//evil.test",
      "/\\evil.test",
      "https://evil.test/",
      "javascript:alert(1)",
    ]) {
      expect(safeReturn(wish), wish).toBe("/");
    }
  });

  it("is the account's own house", () => {
    expect(returnFor("staff", "/practice/calls")).toBe("/practice/calls");
    expect(returnFor("staff", "/visits")).toBe("/practice/");
    expect(returnFor("staff", "//evil.test/practice/")).toBe("/practice/");
    expect(returnFor("patient", "/practice/calls")).toBe("/");
    expect(returnFor("patient", "/visits")).toBe("/visits");
  });

  it("is never the sign-in page again", () => {
    expect(safeReturn("/sign-in?to=/visits")).toBe("/");
  });
});
