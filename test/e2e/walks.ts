import { afterAll, beforeAll, describe } from "vitest";
import { closeStage, openStage } from "./stage.ts";

/** The tests of each part, one part after the other, in one running product and one browser. */
export function walks(parts: Readonly<Record<string, () => Promise<unknown>>>): void {
  beforeAll(openStage);
  afterAll(closeStage);
  describe.each(Object.entries(parts))("%s", async (_, tests) => {
    await tests();
  });
}
