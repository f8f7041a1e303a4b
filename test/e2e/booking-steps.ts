import type { Locator, Page } from "./chromium.ts";

/** What the steps below look for, as each language says it. */
export const words = {
  en: {
    book: "Book a visit",
    later: "Later days",
    confirm: "Book this visit",
    booked: "You're booked",
    inChart: "In your chart",
    saved: "Saved, not confirmed yet",
    kept: /We keep this time for you until/,
  },
  es: {
    book: "Pedir una cita",
    later: "Días después",
    confirm: "Pedir esta cita",
    booked: "Su cita está hecha",
    inChart: "En su expediente",
    saved: "Lo guardamos, falta confirmar",
    kept: /Le guardamos esta hora hasta las/,
  },
} as const;
export type Language = keyof typeof words;

/** Counts what a patient taps. */
export function finger() {
  let taps = 0;
  return {
    taps: () => taps,
    tap: async (target: Locator) => {
      taps += 1;
      await target.click();
    },
  };
}
type Tap = (target: Locator) => Promise<void>;
const click: Tap = (target) => target.click();

export const main = (page: Page): Locator => page.getByRole("main");
/** Open times on the screen, each a link that says its hour. */
export const times = (page: Page): Locator => main(page).getByRole("link", { name: /\d:\d\d/ });
export const visitTypes = (page: Page): Locator =>
  main(page).getByRole("listitem").getByRole("link");
/** The confirm screen once the time is held. */
export const held = (page: Page, language: Language = "en"): Promise<void> =>
  page.getByText(words[language].kept).waitFor();

/** From home to open times at least a week away: those can still be moved and cancelled, whatever the hour. */
export async function toTimes(page: Page, language: Language = "en", tap: Tap = click) {
  await tap(page.getByRole("link", { name: words[language].book }));
  await tap(visitTypes(page).first());
  await tap(page.getByRole("button", { name: words[language].later }));
  await times(page).first().waitFor();
}

/** Straight to the confirm screen of a time at least a week away, with the time held. */
export async function openConfirm(page: Page) {
  await page.goto("/visits/book/times?type=office-visit");
  await page.getByRole("button", { name: words.en.later }).click();
  await times(page).first().click();
  await held(page);
}

/** Books, and answers the visit's id. */
export async function bookThrough(page: Page, language: Language = "en", tap: Tap = click) {
  await toTimes(page, language, tap);
  await tap(times(page).first());
  await held(page, language);
  await tap(page.getByRole("button", { name: words[language].confirm }));
  return visitShown(page);
}

/** The id of the visit whose page opens after a booking. */
export async function visitShown(page: Page): Promise<string> {
  await page.waitForURL(/\/visits\/[^/]+\?(new|moved)/);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}
