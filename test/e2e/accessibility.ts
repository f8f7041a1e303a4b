import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { bookThrough, held, times, visitTypes } from "./booking-steps.ts";
import type { Locator, Page } from "./chromium.ts";
import type { Language } from "./spoken.ts";
import { PASSWORD } from "./visitor.ts";
import { walk } from "./walk.ts";

const LANGUAGES: Language[] = ["en", "es"];
const NAMES = { en: "patient20@example.test", es: "patient21@example.test" } as const;

/** They have no visits of their own. */
const BOOKERS = { en: "patient9@example.test", es: "patient17@example.test" } as const;

test.each(LANGUAGES)("the door (%s)", async (language) => {
  const { page, t, look, press, reads, leave } = await walk(language);
  await page.goto("/");
  await page.getByRole("button", { name: /Ada/ }).waitFor();
  await page.getByText(t("signIn.trouble")).click();
  await look("sign-in");
  await press("signIn.submit");
  await reads("signIn.missing");
  await look("sign-in-missing");
  await page.getByLabel(t("signIn.email")).fill("ada@example.test");
  await page.getByLabel(t("signIn.password")).fill(`not ${PASSWORD}`);
  await press("signIn.submit");
  await reads("problem.refused");
  await look("sign-in-refused");
  await leave();
});

test.skipIf(!deep).each(LANGUAGES)(
  "home and visits, full, old, empty and failed (%s)",
  async (language) => {
    const { page, t, look, press, heading, reads, context, leave } = await walk(
      language,
      "ada@example.test",
    );
    await page.goto("/");
    await reads("home.all");
    await look("home");
    await press("app.account");
    await look("home-account");
    await page.keyboard.press("Escape");
    await context.setOffline(true);
    await reads("app.offline");
    await look("home-offline");
    await context.setOffline(false);
    await page.goto("/visits");
    await page
      .getByRole("link", { name: t("status.done", false) })
      .first()
      .waitFor();
    await look("visits");

    await answer(page, (body) => ({ items: body.items.slice(0, 2), stale: true, asOf: ago(12) }));
    await page.goto("/visits");
    await reads("app.stale");
    await look("visits-stale");
    await answer(page, () => ({ items: [] }));
    await page.goto("/visits");
    await reads("visits.nonePast");
    await look("visits-empty");
    await page.goto("/");
    await reads("home.none");
    await look("home-empty");
    await page.unroute(LIST);
    await page.route(LIST, (route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", body: UNAVAILABLE }),
    );
    await page.goto("/");
    await reads("problem.title");
    await look("home-failed");
    await page.goto("/nowhere");
    await heading("app.notFound");
    await look("not-found");
    await leave();
  },
);

const LIST = "**/api/appointments?*";
const UNAVAILABLE = JSON.stringify({ code: "ehr.unavailable", status: 503, instance: "b3f1c2" });
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
type Body = { items: unknown[] };
async function answer(page: Page, change: (body: Body) => object): Promise<void> {
  await page.unroute(LIST);
  await page.route(LIST, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  });
}

test.skipIf(!deep).each(LANGUAGES)("choosing a time (%s)", async (language) => {
  const { page, t, look, press, reads, leave } = await walk(language, BOOKERS[language]);
  await page.clock.install();
  await page.goto("/visits/book");
  await visitTypes(page).first().waitFor();
  await look("visit-types");
  await visitTypes(page).first().click();
  await times(page).first().waitFor();
  await look("times");
  await page
    .getByRole("button", { name: t("book.noneOpen", false) })
    .first()
    .click();
  await reads("book.noDay");
  await look("times-no-day");
  await press("book.first");
  await times(page).first().click();
  await held(page, language);
  expect(await inReach(page.getByRole("button", { name: t("confirm.book") }))).toBe(true);
  await look("confirm");
  await page.clock.fastForward("05:10");
  await reads("problem.lapsed");
  await look("confirm-lapsed");
  await press("confirm.again");
  await held(page, language);
  await page.route("**/api/appointments", (route) => route.abort("connectionreset"));
  await press("confirm.book");
  await reads("confirm.unsure");
  await look("confirm-unsure");
  await page.unroute("**/api/appointments");
  await page.route("**/api/appointments", async (route) => {
    const { items } = await (await page.request.get(lastSlots(page))).json();
    await route.fulfill({
      status: 409,
      contentType: "application/problem+json",
      json: { code: "appointments.slot-taken", status: 409, slots: items.slice(0, 5) },
    });
  });
  await press("confirm.sendAgain");
  await reads("problem.taken");
  await look("confirm-taken");
  await leave();
});

/** Whether a thumb finds it where it stands: on the screen, and under nothing else. */
const inReach = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [0.1, 0.9].every((part) => {
      const found = document.elementFromPoint(left + width / 2, top + height * part);
      return found === element || element.contains(found);
    });
  });

const lastSlots = (page: Page): string => {
  const { origin, searchParams } = new URL(page.url());
  const [day = "", type = ""] = (searchParams.get("slot") ?? "").split("~");
  const from = new Date(`${day}T12:00:00Z`).toISOString();
  const to = new Date(Date.parse(from) + 2 * 86_400_000).toISOString();
  return `${origin}/api/slots?visitTypeId=${type}&from=${from}&to=${to}`;
};

test.skipIf(!deep).each(LANGUAGES)("a visit's life (%s)", async (language) => {
  const { page, t, look, press, follow, reads, heading, leave } = await walk(
    language,
    NAMES[language],
  );
  await page.goto("/");
  await bookThrough(page, language);
  await heading("done.inChart");
  await look("booked");
  await press("visit.cancel");
  await page.getByRole("dialog").waitFor();
  await look("visit-cancelling");
  await press("cancel.yes");
  await reads("about.cancelled");
  expect(await page.getByText(t("done.inChart")).count()).toBe(0);
  await look("visit-cancelled");
  await follow("nav.home");
  const id = await bookThrough(page, language);
  await page.goto(`/visits/${id}`);
  await reads("visit.manage");
  await look("visit");
  await follow("visit.move");
  await reads("move.from");
  await times(page).first().waitFor();
  await look("move");
  await times(page).last().click();
  await held(page, language);
  await look("move-confirm");
  await leave();
});
