import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { main } from "./booking-steps.ts";
import { staff } from "./console-steps.ts";
import type { Language } from "./spoken.ts";
import { on } from "./stage.ts";
import { walk } from "./walk.ts";

const ADA = "ada@example.test";
const LANGUAGES: Language[] = ["en", "es"];

test.skipIf(!deep).each(LANGUAGES)(
  "something is wrong in a record: asked for, answered at the desk, and read (%s)",
  async (language) => {
    const { page, t, look, heading, follow, press, reads, leave } = await walk(language, ADA);
    const words = `I take this no more (${language}).`;
    await page.goto("/health/medications");
    const medicine = main(page).getByRole("listitem").getByRole("link").first();
    // A chart nobody looked at yet is read from the EHR first.
    await medicine.waitFor({ timeout: 30_000 });
    await medicine.click();
    await follow("health.wrong");
    await heading("wrong.title");
    await press("wrong.send");
    await reads("wrong.empty");
    await main(page).getByRole("textbox").fill(words);
    await on.product.fault({ fault: "status", status: 503, method: "POST", count: 1 });
    await press("wrong.send");
    await main(page).getByText(t("wrong.sent")).waitFor();
    const sent = main(page).getByRole("article").filter({ hasText: words });
    await sent.getByText(t("wrong.saved")).waitFor();
    await look("wrong-saved");
    // Nobody reloads: the page looks again by itself.
    await sent.getByText(t("wrong.in-chart")).waitFor({ timeout: 30_000 });
    await look("wrong");
    const desk = await staff();
    await desk.page.goto("/practice/corrections");
    const asked = main(desk.page).getByRole("article").filter({ hasText: words });
    await asked.getByText("The request is in the chart").waitFor();
    await asked.getByRole("button", { name: "Refuse" }).click();
    await asked.getByText("Say why").waitFor();
    await desk.look("corrections");
    await asked.getByRole("textbox").fill("It was given again in May.");
    await asked.getByRole("button", { name: "Refuse" }).click();
    await asked.waitFor({ state: "detached" });
    await desk.leave();
    await page.reload();
    await reads("wrong.refused");
    const answered = main(page).getByRole("article").filter({ hasText: words });
    expect(await answered.textContent()).toContain("It was given again in May.");
    await look("wrong-answered");
    await leave();
  },
);
