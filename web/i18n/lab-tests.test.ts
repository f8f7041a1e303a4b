// @vitest-environment node
import { expect, it } from "vitest";
import { byCode } from "./lab-tests.ts";
import { en } from "./lab-tests-en.ts";
import { es } from "./lab-tests-es.ts";

it("explains a test by its code in both languages, whatever its sample, and no test it has no words for", () => {
  expect(byCode(en).get("2339-0")).toBe(byCode(en).get("2345-7"));
  expect(byCode(en).get("4548-4")).toContain("blood sugar");
  expect(byCode(es).get("4548-4")).toContain("azúcar");
  expect([...byCode(es).keys()]).toEqual([...byCode(en).keys()]);
  expect(byCode(en).get("7917-8")).toBeUndefined();
});
