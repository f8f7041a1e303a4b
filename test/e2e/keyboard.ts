import type { Locator, Page } from "./chromium.ts";

/** As many stops as a day full of open times has, and some. */
const MOST_TABS = 160;

/** Somebody without a mouse: nothing here points at anything. */
export function keyboard(page: Page) {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const inFocus = (target: Locator) =>
    target.evaluate((element) => element === document.activeElement);
  /** Tab by tab, until it has the focus. */
  const to = async (target: Locator): Promise<void> => {
    await target.waitFor();
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      if (await inFocus(target)) return;
      await press("Tab");
    }
    throw new Error(`No tab leads to ${target}.`);
  };
  return {
    press,
    to,
    type: (text: string) => page.keyboard.type(text),
    /** Goes there and presses Enter. */
    enter: async (target: Locator): Promise<void> => {
      await to(target);
      await press("Enter");
    },
  };
}
