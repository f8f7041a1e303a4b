import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { main } from "./booking-steps.ts";
import type { Page } from "./chromium.ts";
import type { Language } from "./spoken.ts";
import { walk } from "./walk.ts";

const ADA = "ada@example.test";
const LANGUAGES: Language[] = ["en", "es"];

/** What a link saves, and under which name. */
async function saved(page: Page, name: RegExp): Promise<{ name: string; body: Buffer }> {
  const link = main(page).getByRole("link", { name });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: download.suggestedFilename(), body: await readFile(await download.path()) };
}

test.skipIf(!deep).each(LANGUAGES)(
  "a chart becomes two files that can be saved (%s)",
  async (language) => {
    const { page, t, look, heading, follow, reads, leave } = await walk(language, ADA);
    await page.goto("/health");
    // A chart nobody looked at yet is read from the EHR first.
    await main(page)
      .getByRole("link", { name: t("health.download") })
      .waitFor({ timeout: 30_000 });
    await follow("health.download");
    await heading("export.title");
    // Who was here before finds their last files, and asks for new ones.
    const button = main(page).getByRole("button", { name: t("export.start") });
    const again = main(page).getByRole("button", { name: t("export.again") });
    await button.or(again).waitFor();
    await look("export");
    const asked = page.waitForResponse((reply) => reply.url().endsWith("/api/records/export"));
    await Promise.all([asked, button.or(again).click()]);
    await main(page).getByText(t("export.ready")).waitFor({ timeout: 60_000 });
    await look("export-ready");
    const pdf = await saved(page, /PDF/);
    expect([pdf.name, pdf.body.subarray(0, 5).toString()]).toEqual([
      expect.stringMatching(/^my-records-\d{4}-\d\d-\d\d\.pdf$/),
      "%PDF-",
    ]);
    const fhir = await saved(page, /FHIR/);
    const bundle = JSON.parse(fhir.body.toString());
    expect(bundle).toMatchObject({ resourceType: "Bundle", type: "collection" });
    expect(bundle.entry.length).toBeGreaterThan(50);
    await page.reload();
    await reads("export.ready");
    await leave();
  },
  120_000,
);

test.skipIf(!deep).each(LANGUAGES)(
  "files that are being made, and files that could not be, are said in words (%s)",
  async (language) => {
    const { page, t, look, reads, leave } = await walk(language, ADA);
    const one = { id: "exp_1", askedAt: "2026-11-23T15:00:00.000Z", language };
    const answer = async (state: object) => {
      await page.route("**/api/records/exports", (route) =>
        route.fulfill({ json: { items: [{ ...one, ...state }] } }),
      );
      await page.route("**/api/records/exports/exp_1", (route) =>
        route.fulfill({ json: { ...one, ...state } }),
      );
      await page.goto("/health/download");
    };
    await answer({ state: "preparing" });
    await reads("export.preparing");
    await look("export-preparing");
    await answer({ state: "failed", failure: "ehr.unavailable" });
    await reads("export.failedEhr");
    await main(page)
      .getByRole("button", { name: t("export.retry") })
      .waitFor();
    await look("export-failed");
    await leave();
  },
);
