import { expect, test } from "vitest";
import { bookThrough, finger, type Language, main, words } from "./booking-steps.ts";
import { stage } from "./stage.ts";

const on = stage();

test.each<Language>(["en", "es"])(
  "booked in at most six taps from home, and in the chart once (%s)",
  async (language) => {
    const { page, leave } = await on.visit({ language });
    await page.goto("/");
    await page
      .getByRole("button", { name: language === "en" ? "Try as Ada" : "Probar como Ada" })
      .click();
    await page.getByRole("heading", { level: 1, name: /Ada/ }).waitFor();
    const { tap, taps } = finger();
    const id = await bookThrough(page, language, tap);
    expect(taps()).toBeLessThanOrEqual(6);
    await page.getByRole("heading", { level: 1, name: words[language].booked }).waitFor();
    await main(page).getByText(words[language].inChart).first().waitFor();
    const found = await on.product.written(id);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ status: "booked" });
    await leave();
  },
);
