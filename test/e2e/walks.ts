import { afterAll, beforeAll, describe, test } from "vitest";
import { browserHere } from "./browser-here.ts";
import { closeStage, openStage } from "./stage.ts";

/** The tests of each part, one part after the other, in one running product and one browser; skipped where there is none. */
export function walks(parts: Readonly<Record<string, () => Promise<unknown>>>): void {
  const browser = browserHere();
  if (browser.from === "nowhere") {
    process.stdout.write(`Walks skipped: ${browser.why}\n`);
    test.skip(`${Object.keys(parts).join(", ")} (${browser.why})`, () => {});
    return;
  }
  beforeAll(openStage);
  afterAll(closeStage);
  describe.each(Object.entries(parts))("%s", async (_, tests) => {
    await tests();
  });
}
