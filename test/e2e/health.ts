import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { main } from "./booking-steps.ts";
import type { Page } from "./chromium.ts";
import { keyboard } from "./keyboard.ts";
import type { Language } from "./spoken.ts";
import { walk } from "./walk.ts";

const ADA = "ada@example.test";
const LANGUAGES: Language[] = deep ? ["en", "es"] : ["en"];
type Walk = Awaited<ReturnType<typeof walk>>;

const links = (page: Page) => main(page).getByRole("listitem").getByRole("link");
/** A result in the list, by what is said of its state. */
const resultThat = ({ page, t }: Walk, key: string) =>
  links(page)
    .filter({ hasText: t(key, false) })
    .first();

test.each(LANGUAGES)(
  "from home to a result, to its test over time, and back, without a mouse (%s)",
  async (language) => {
    const ada = await walk(language, ADA);
    const { page, t, look, heading, leave } = ada;
    const { enter } = keyboard(page);
    await page.goto("/");
    await enter(page.getByRole("link", { name: t("nav.health") }));
    await heading("health.title");
    // A chart nobody looked at yet is read from the EHR first.
    await links(page).first().waitFor({ timeout: 30_000 });
    await look("health");
    await enter(main(page).getByRole("link", { name: t("section.results", false) }));
    await resultThat(ada, "flag.high").waitFor();
    await look("results");
    await enter(resultThat(ada, "flag.high"));
    await heading("results.values", 2);
    await look("result");
    await enter(
      main(page)
        .getByRole("link", { name: t("value.of") })
        .first(),
    );
    await main(page).getByRole("table").waitFor();
    // The picture says how many values it shows: as many as the table has.
    const values = (await main(page).getByRole("row").count()) - 1;
    expect(await main(page).getByRole("img").textContent()).toMatch(new RegExp(`\\b${values}\\b`));
    await look("trend");
    await page.goBack();
    await heading("results.values", 2);
    await page.goBack();
    await heading("section.results");
    await leave();
  },
);

test.skipIf(!deep)(
  "a first load of any page of one's health is at most nine requests, and asks for nothing twice",
  async () => {
    const { page, leave } = await walk("en", ADA);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const within = async (path: string) => {
      asked.length = 0;
      await page.goto(path);
      await main(page).locator(".chart-source, .chart-table, li a").first().waitFor();
      await page.waitForLoadState("networkidle");
      expect(asked.length, `${path}: ${asked.join(" ")}`).toBeLessThanOrEqual(9);
      expect(new Set(asked).size, `${path}: ${asked.join(" ")}`).toBe(asked.length);
    };
    const first = async (path: string) => {
      await within(path);
      return (await links(page).first().getAttribute("href")) ?? "";
    };
    await within("/health");
    await within(await first("/health/problems"));
    await within(await first("/health/results"));
    await within("/health/trends/4548-4");
    await leave();
  },
);

test("a report's file is handed to the phone whole, and one that does not come is said in words", async () => {
  const ada = await walk("en", ADA);
  const { page, t, reads, look, leave } = ada;
  await page.goto("/health/results");
  await resultThat(ada, "kind.imaging").click();
  const saved = page.waitForEvent("download");
  const save = main(page).getByRole("button", { name: t("paper.save", false) });
  await save.click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/signed report\.pdf$/);
  expect(await readFile(await file.path(), "latin1")).toMatch(/^%PDF-1\.4\n.*%%EOF\n$/s);
  await page.route("**/files/*", (route) => route.abort());
  await save.click();
  await reads("problem.offline");
  await look("result-file-failed");
  await leave();
});

test.skipIf(!deep).each(LANGUAGES)(
  "a result in each of its states, and what it said before (%s)",
  async (language) => {
    const ada = await walk(language, ADA);
    const { page, t, look, heading, reads, leave } = ada;
    for (const stage of ["preliminary", "corrected", "cancelled"]) {
      await page.goto("/health/results");
      await resultThat(ada, `stage.${stage}`).click();
      await reads(`said.${stage}`);
      await look(`result-${stage}`);
    }
    await page.route("**/api/results/*", async (route) => {
      const response = await route.fetch();
      const now = await response.json();
      const before = { status: "final", issued: now.issued, values: now.measured };
      await route.fulfill({ response, json: { ...now, missing: 2, history: [before] } });
    });
    await page.goto("/health/results");
    await resultThat(ada, "stage.corrected").click();
    await main(page).getByText(t("results.earlier")).click();
    await main(page).getByText(t("results.missing_other")).waitFor();
    await look("result-earlier");
    await page.unroute("**/api/results/*");
    for (const kind of ["imaging", "pathology"]) {
      await page.goto("/health/results");
      await resultThat(ada, `kind.${kind}`).click();
      await heading("results.report", 2);
      await look(`result-${kind}`);
    }
    await page.goto("/health/results");
    await resultThat(ada, "results.commented").click();
    await main(page).getByRole("figure").first().waitFor();
    await main(page).getByText(t("value.about", false)).first().click();
    await look("result-commented");
    await leave();
  },
);

test.skipIf(!deep).each(LANGUAGES)(
  "every section, a record of each, and what is not shown and why (%s)",
  async (language) => {
    const { page, look, heading, follow, leave } = await walk(language, ADA);
    await page.goto("/health");
    await links(page).first().waitFor();
    const found = await links(page).evaluateAll((all) =>
      all.map((link) => link.getAttribute("href") ?? ""),
    );
    expect(found.length).toBeGreaterThan(8);
    for (const path of found) {
      await page.goto(path);
      await links(page).first().click();
      await main(page).locator(".chart-source").waitFor();
      await look(`record${path.replaceAll("/", "-")}`);
      await page.goBack();
      await links(page).first().waitFor();
      await look(`section${path.replaceAll("/", "-")}`);
    }
    await page.goto("/health");
    await follow("hidden.title");
    await heading("hidden.title");
    await look("not-shown");
    await page.goto("/health/nothing-like-it");
    await heading("app.notFound");
    await leave();
  },
);

const STATES = [
  ["results", "/health/results", "**/api/results", "results.none"],
  ["section", "/health/allergies", "**/api/records/allergies", "section.noneYet"],
  ["trend", "/health/trends/4548-4", "**/api/results/trends/*", "trend.none"],
] as const;

test.skipIf(!deep).each(LANGUAGES)(
  "empty, old and failed, each said in words (%s)",
  async (language) => {
    const { page, look, reads, leave } = await walk(language, ADA);
    for (const [name, path, api, none] of STATES) {
      await page.route(api, (route) => route.fulfill({ json: { items: [] } }));
      await page.goto(path);
      await reads(none);
      await look(`${name}-empty`);
      await page.unroute(api);
      await page.route(api, async (route) => {
        const response = await route.fetch();
        const asOf = new Date(Date.now() - 7_200_000).toISOString();
        await route.fulfill({ response, json: { ...(await response.json()), stale: true, asOf } });
      });
      await page.goto(path);
      await reads("app.stale");
      await look(`${name}-old`);
      await page.unroute(api);
      await page.route(api, (route) =>
        route.fulfill({
          status: 503,
          contentType: "application/problem+json",
          json: { code: "ehr.unavailable", status: 503, instance: "b3f1c2" },
        }),
      );
      await page.goto(path);
      await reads("problem.title");
      await reads("problem.ehr");
      await look(`${name}-failed`);
      await page.unroute(api);
    }
    await leave();
  },
);
