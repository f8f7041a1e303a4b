import { expect, test } from "vitest";
import { inspect } from "./axe.ts";
import { bookThrough } from "./booking-steps.ts";
import type { Page } from "./chromium.ts";
import { on } from "./stage.ts";
import { DESK } from "./visitor.ts";

const day = (page: Page) => page.getByRole("heading", { level: 1 });
const rows = (page: Page) => page.getByRole("region", { name: "Visits" }).getByRole("button");
/** The visit in hand, by its place in the list. */
const inHand = (page: Page) =>
  rows(page).evaluateAll((buttons) =>
    buttons.findIndex((button) => button.hasAttribute("aria-current")),
  );

test("the front desk reads its days with the keyboard alone, and sees what a patient just booked", async () => {
  const patient = await on.visit({ as: "patient30@example.test" });
  await patient.page.goto("/");
  const id = await bookThrough(patient.page);
  const { start } = await patient.api("GET", `/appointments/${id}`);

  const { page, leave } = await on.visit({ viewport: DESK });
  await page.goto("/");
  const button = page.getByRole("button", { name: "Try as Front desk" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/practice/");
  await day(page).and(page.getByText(/\d/)).waitFor();
  const today = await day(page).textContent();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await inspect(page, "schedule-keys", "en");
  await page.keyboard.press("Escape");

  const booked = localDay(start);
  for (let turns = 0; turns < 20 && (await shown(page)) !== booked; turns++)
    await page.keyboard.press("ArrowRight");
  await rows(page).nth(1).waitFor();
  expect(await inHand(page)).toBe(0);
  await page.keyboard.press("j");
  expect(await inHand(page)).toBe(1);
  await page.keyboard.press("k");
  expect(await inHand(page)).toBe(0);
  await page.getByText("Portal", { exact: true }).first().waitFor();
  await inspect(page, "schedule", "en");
  await inspect(page, "schedule", "es");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("t");
  await expect.poll(() => day(page).textContent()).toBe(today);
  await inspect(page, "schedule-today", "en");
  await patient.leave();
  await leave();
});

const shown = (page: Page) => page.getByLabel("Go to day").inputValue();
const localDay = (instant: string) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "America/Chicago" }).format(new Date(instant));

test("a patient has no business in the practice's house, nor staff in the patients'", async () => {
  const patient = await on.visit({ as: "patient31@example.test" });
  await patient.page.goto("/practice/");
  await patient.page.getByRole("heading", { level: 1, name: /^Good / }).waitFor();
  await patient.leave();
  const staff = await on.visit({ as: "clinician@example.test", viewport: DESK });
  await staff.page.goto("/");
  await staff.page.waitForURL("**/practice/");
  await day(staff.page).and(staff.page.getByText(/\d/)).waitFor();
  await staff.leave();
});
