import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { isBuilt } from "#infra/build.ts";
import { unpackChromium } from "#test/e2e/chromium.ts";
import { assembledHere } from "./assembled.ts";

// First of all files: what runs the whole product finds it built, while other files computed beside it.
test("the sources as they are can be built and synthesised, and a second time there is nothing to do", async () => {
  await Promise.all([assembledHere(), unpackChromium()]);
  expect([isBuilt(), existsSync("cdk.out/Porchlight-demo.template.json")]).toEqual([true, true]);
}, 120_000);
