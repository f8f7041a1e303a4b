import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import type { Page } from "./chromium.ts";
import { picture } from "./screens.ts";
import { DESK, PHONE } from "./visitor.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = { width: 320, height: 640 } as const;

/** What axe finds wrong with the screen as it stands. */
async function axe(page: Page): Promise<string[]> {
  const present = await page.evaluate(() => "axe" in window);
  // The source is half a megabyte: a page that has it does not take it again.
  const builder = present ? new AxeBuilder({ page, axeSource: ";" }) : new AxeBuilder({ page });
  // What lies behind a dialog can't be reached, and was looked at when it could.
  if (await page.evaluate(() => document.querySelector("dialog[open]") !== null))
    builder.include("dialog[open]");
  const { violations } = await builder.withTags(TAGS).setLegacyMode().analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** How far the page is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

type Look = readonly [size: { width: number; height: number }, colorScheme: "light" | "dark"];
/** Between them every width in every colour; a language sees two, and the other language the other two. */
const LOOKS: Readonly<Record<"en" | "es", readonly Look[]>> = {
  en: [
    [PHONE, "light"],
    [DESK, "dark"],
  ],
  es: [
    [PHONE, "dark"],
    [DESK, "light"],
  ],
};

/** All looks in the long run; in the short one a state has one of them, and its neighbours the others. */
function looksAt(name: string, language: "en" | "es"): readonly Look[] {
  const looks = LOOKS[language];
  return deep ? looks : looks.filter((_, at) => at === name.length % looks.length);
}

/** Nothing is wrong with this state of the screen, in any of this language's looks, and nothing sticks out. */
export async function inspect(page: Page, name: string, language: "en" | "es"): Promise<void> {
  const wrong: string[] = [];
  await page.setViewportSize(NARROW);
  if ((await overflow(page)) > 0) wrong.push(`sticks out at ${NARROW.width}`);
  for (const [size, colorScheme] of looksAt(name, language)) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const look = `${size.width} ${colorScheme} ${language}`;
    if ((await overflow(page)) > 0) wrong.push(`${look}: sticks out`);
    wrong.push(...(await axe(page)).map((finding) => `${look}: ${finding}`));
    await picture(page, `${name}-${look.replaceAll(" ", "-")}`);
  }
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "light" });
  expect(wrong, name).toEqual([]);
}
