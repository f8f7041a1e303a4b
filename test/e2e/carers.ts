import { expect, test } from "vitest";
import type { ProxyGrant } from "#domain/actor.ts";
import { localDay } from "#domain/time.ts";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { tableOf } from "#infra/local/demo/provision.ts";
import { deep } from "#test/fixtures/deep.ts";
import { held, main, times, visitShown, visitTypes } from "./booking-steps.ts";
import type { Language } from "./spoken.ts";
import { on } from "./stage.ts";
import { DESK, PHONE } from "./visitor.ts";
import { walk } from "./walk.ts";

const GRACE = "grace@example.test";
type Walk = Awaited<ReturnType<typeof walk>>;

/** Grace turns the page to her child, by the menu. */
async function switchToChild({ page, t, api, look }: Walk, name = ""): Promise<string> {
  const { proxies } = await api("GET", "/session");
  await page.getByRole("button", { name: t("carer.menu") }).click();
  const child = page.getByRole("menuitemradio", { name: proxies[0].name });
  await child.waitFor();
  if (name) await look(name);
  await child.click();
  await banner({ page, t }).waitFor();
  return proxies[0].firstName;
}

const banner = ({ page, t }: Pick<Walk, "page" | "t">) =>
  page.getByRole("region", { name: t("carer.acting") });

const healthTab = ({ page, t }: Pick<Walk, "page" | "t">) =>
  page.getByRole("link", { name: t("nav.health") });

/** It stands on the screen at both sizes, however far the page is read, as wide as the page. */
async function alwaysInSight({ page, t }: Walk): Promise<void> {
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const box = await banner({ page, t }).boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(size.height);
    expect(box?.width).toBeGreaterThan(size.width * 0.9);
  }
}

test.each<Language>(deep ? ["en", "es"] : ["en"])(
  "Grace books for her child under a banner that stays, staff see for whom, and she is back (%s)",
  async (language) => {
    const grace = await walk(language, GRACE);
    const { page, t, look, heading, follow, leave } = grace;
    await page.goto("/");
    const child = await switchToChild(grace, "carers-menu");
    await heading("acting.home.morning");
    await alwaysInSight(grace);
    await look("acting-home");
    expect(await healthTab(grace).count()).toBe(1);
    // Letters are between the clinic and the patient alone.
    expect(await page.locator('a[href^="/messages"]').count()).toBe(0);
    if (deep) {
      await healthTab(grace).click();
      await heading("acting.health.title");
      await main(page).locator(".chart-first").waitFor();
      await look("acting-health");
      await page.getByRole("link", { name: t("nav.home") }).click();
    }
    await follow("acting.visits.book");
    await visitTypes(page).first().click();
    await page.getByRole("button", { name: t("book.nextWeek") }).click();
    await times(page).last().click();
    await held(page, language);
    await alwaysInSight(grace);
    await page.getByRole("button", { name: t("acting.confirm.book") }).click();
    const id = await visitShown(page);
    await heading("acting.done.inChart");
    if (deep) await look("acting-booked");

    const { patient } = await grace.api("GET", "/session");
    const seen = await onSchedule(id, `?patientId=patient-grace-child`, grace);
    expect(seen).toMatchObject({
      patient: { id: "patient-grace-child", name: expect.stringContaining(child) },
      bookedBy: { kind: "carer", name: patient.name, relationship: "child" },
    });
    await page.getByRole("button", { name: t("carer.back") }).click();
    await banner(grace).waitFor({ state: "detached" });
    await page.getByRole("link", { name: t("nav.visits") }).click();
    await heading("visits.title");
    await main(page).getByRole("listitem").first().waitFor();
    expect(await page.locator(`a[href*="${id}"]`).count()).toBe(0);
    await leave();
  },
);

/** The visit as the front desk has it on the schedule of its day. */
async function onSchedule(id: string, whose: string, { api }: Walk) {
  const { start, timeZone } = await api("GET", `/appointments/${id}${whose}`);
  const desk = await on.visit({ as: "frontdesk@example.test" });
  const day = localDay(start, timeZone);
  const { items } = await desk.api("GET", `/practice/schedule?day=${day}`);
  await desk.context.close();
  return items.find((visit: { id: string }) => visit.id === id);
}

test("who may only look finds nothing on the screens that she may not do", async () => {
  const grace = await walk("en", GRACE);
  const { page, t, look, heading, leave } = grace;
  const giveBack = await allowOnly(["appointments:read"]);
  try {
    await page.goto("/");
    await switchToChild(grace);
    await heading("acting.home.morning");
    await main(page)
      .getByRole("link", { name: t("home.all") })
      .waitFor();
    expect(await page.locator('a[href^="/visits/book"]').count()).toBe(0);
    expect(await healthTab(grace).count()).toBe(0);
    await page.getByRole("link", { name: t("nav.visits") }).click();
    await heading("acting.visits.title");
    expect(await page.locator('a[href^="/visits/book"]').count()).toBe(0);
    await page
      .getByRole("link", { name: t("acting.state.in-chart", false) })
      .first()
      .click();
    await main(page).getByText(t("carer.readOnly")).waitFor();
    for (const key of ["visit.move", "visit.cancel"])
      expect(await page.getByText(t(key)).count()).toBe(0);
    await look("acting-read-only");
    await leave();
  } finally {
    await giveBack();
  }
});

test.skipIf(!deep)("who may only read health begins there, and finds no visits", async () => {
  const grace = await walk("en", GRACE);
  const { page, t, look, heading, leave } = grace;
  const giveBack = await allowOnly(["records:read"]);
  try {
    await page.goto("/");
    await switchToChild(grace, "carers-menu-health");
    await heading("acting.health.title");
    await main(page).locator(".chart-first").waitFor();
    expect(await page.getByRole("link", { name: t("nav.visits") }).count()).toBe(0);
    await look("acting-health-only");
    await page.reload();
    await heading("acting.health.title");
    await page.locator("a.brand").click();
    await page.waitForURL("**/health");
    await heading("acting.health.title");
    await leave();
  } finally {
    await giveBack();
  }
});

/** The practice changes what Grace may do for her child; answers the way back. */
async function allowOnly(scopes: ProxyGrant["scopes"]): Promise<() => Promise<void>> {
  const accounts = dynamoAccounts(tableOf(on.product.running));
  const login = await accounts.readLogin(GRACE);
  const account = await accounts.read(login?.accountId ?? "");
  if (!account) throw new Error("Grace has no account.");
  const proxies = account.proxies.map((proxy) => ({ ...proxy, scopes }));
  await accounts.save({ ...account, proxies });
  return () => accounts.save(account);
}
