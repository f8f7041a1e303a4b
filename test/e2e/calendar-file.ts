import { readFile } from "node:fs/promises";
// biome-ignore lint/correctness/noUnresolvedImports: a CommonJS export that Biome does not see.
import { sync } from "node-ical";
import type { Locator, Page } from "./chromium.ts";

/** Downloads a calendar entry as the patient does, and reads it as a calendar does. */
export async function calendarFile(page: Page, link: Locator) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const text = await readFile(await download.path(), "utf8");
  const events = Object.values(sync.parseICS(text)).filter((part) => part?.type === "VEVENT");
  const [event] = events;
  if (events.length !== 1 || event?.type !== "VEVENT")
    throw new Error(`${events.length} events in ${download.suggestedFilename()}`);
  return {
    uid: event.uid,
    sequence: Number(event.sequence ?? 0),
    start: event.start.toISOString(),
    status: event.status,
    name: download.suggestedFilename(),
  };
}
