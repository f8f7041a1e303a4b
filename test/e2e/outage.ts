import { test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { held, times, toTimes, visitShown } from "./booking-steps.ts";
import type { Language } from "./spoken.ts";
import { on } from "./stage.ts";
import { walk } from "./walk.ts";

const LANGUAGES: Language[] = ["en", "es"];
const NAMES = { en: "patient20@example.test", es: "patient21@example.test" } as const;

// Last, and without coming back: an EHR that was down is asked carefully for a while.
test.skipIf(!deep).each(LANGUAGES)("while the EHR is down (%s)", async (language) => {
  const { page, t, look, press, follow, reads, heading, leave } = await walk(
    language,
    NAMES[language],
  );
  await page.goto("/visits");
  await page
    .getByRole("link", { name: t("state.in-chart", false) })
    .first()
    .click();
  await follow("visit.move");
  await page.getByRole("button", { name: t("book.nextWeek") }).click();
  await times(page).last().click();
  await held(page, language);
  await on.product.stopEhr();
  await press("confirm.move");
  await visitShown(page);
  await reads("change.move");
  await look("moving");
  await follow("nav.home");
  await toTimes(page, language);
  await times(page).last().click();
  await held(page, language);
  await press("confirm.book");
  await heading("done.saved");
  await look("booked-saved");
  await leave();
});
