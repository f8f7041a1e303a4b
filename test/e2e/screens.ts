import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "./chromium.ts";

// biome-ignore lint/style/noProcessEnv: the one place where it is read; SCREENS names a folder for pictures.
const folder = process.env["SCREENS"];

/** Pictures of what is seen at once and of the whole page, when somebody asked for pictures. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.screenshot({ path: join(folder, "whole", `${name}.png`), fullPage: true });
}
