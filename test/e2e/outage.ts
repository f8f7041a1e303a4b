import { test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { bookThrough, held, times, toTimes, visitShown } from "./booking-steps.ts";
import type { Language } from "./spoken.ts";
import { on } from "./stage.ts";
import { walk } from "./walk.ts";

const NAMES = { en: "patient20@example.test", es: "patient21@example.test" } as const;

/** A visit of their own making is in the chart: one of the seeded ones may be too soon to be moved, at some hours. */
async function booked(language: Language) {
  const walked = await walk(language, NAMES[language]);
  await walked.page.goto("/");
  await bookThrough(walked.page, language);
  await walked.reads("state.in-chart");
  return { ...walked, language };
}

async function moves({ page, t, language, look, press, follow, reads }: Walked) {
  await follow("visit.move");
  await page.getByRole("button", { name: t("book.nextWeek") }).click();
  await times(page).last().click();
  await held(page, language);
  await press("confirm.move");
  await visitShown(page);
  await reads("change.move");
  await look("moving");
}

async function books({ page, language, look, press, follow, heading }: Walked) {
  await follow("nav.home");
  await toTimes(page, language);
  await times(page).last().click();
  await held(page, language);
  await press("confirm.book");
  await heading("done.saved");
  await look("booked-saved");
}

// Last, and without coming back: an EHR that was down is asked carefully for a while.
test.skipIf(!deep)("while the EHR is down", async () => {
  const [english, spanish] = [await booked("en"), await booked("es")];
  await on.product.stopEhr();
  for (const one of [english, spanish]) {
    await moves(one);
    await books(one);
    await one.leave();
  }
});
type Walked = Awaited<ReturnType<typeof booked>>;
