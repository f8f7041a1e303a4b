// @vitest-environment node
import { expect, it } from "vitest";
import { testOf } from "./lab-tests.ts";
import { en } from "./lab-tests-en.ts";
import { es } from "./lab-tests-es.ts";

it("explains a test by its code in both languages, whatever its sample, and no test it has no words for", () => {
  expect(testOf("2339-0")).toBe(testOf("2345-7"));
  expect(en[testOf("4548-4") ?? "iron"]).toContain("blood sugar");
  expect(es[testOf("4548-4") ?? "iron"]).toContain("azúcar");
  expect(testOf("7917-8")).toBeUndefined();
  expect(testOf(undefined)).toBeUndefined();
});
