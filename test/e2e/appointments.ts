import { expect, test } from "vitest";
import { parseSlotId } from "#domain/appointments-rules.ts";
import { deep } from "#test/fixtures/deep.ts";
import {
  bookThrough,
  finger,
  held,
  type Language,
  main,
  openConfirm,
  times,
  toTimes,
  visitShown,
  words,
} from "./booking-steps.ts";
import { calendarFile } from "./calendar-file.ts";
import type { Page } from "./chromium.ts";
import { on } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name });
const link = (page: Page, name: string) => page.getByRole("link", { name });
const slotInUrl = (page: Page) => new URL(page.url()).searchParams.get("slot") ?? "";
/** The visit whose page opened: the portal lists it once, and the chart has it once. */
async function onceInBoth({ page, api }: Visitor): Promise<void> {
  const id = await visitShown(page);
  const { start } = await api("GET", `/appointments/${id}`);
  const { items } = await api("GET", "/appointments?when=coming");
  const listed = items.filter((visit: { start: string }) => visit.start === start);
  expect(listed).toHaveLength(1);
  expect(await on.product.written(id)).toHaveLength(1);
}

test.each<Language>(deep ? ["en", "es"] : ["en"])(
  "booked in at most six taps from home, and in the chart once (%s)",
  async (language) => {
    const { page, leave } = await on.visit({ language });
    await page.goto("/");
    await button(page, language === "en" ? "Try as Ada" : "Probar como Ada").click();
    await page.getByRole("heading", { level: 1, name: /Ada/ }).waitFor();
    const { tap, taps } = finger();
    const id = await bookThrough(page, language, tap);
    expect(taps()).toBeLessThanOrEqual(6);
    await page.getByRole("heading", { level: 1, name: words[language].booked }).waitFor();
    await main(page).getByText(words[language].inChart, { exact: true }).first().waitFor();
    const found = await on.product.written(id);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ status: "booked" });
    await leave();
  },
);

test("moved and cancelled: one calendar entry that follows, one visit in the chart, the times free again", async () => {
  const { page, api, leave } = await on.visit({ as: "patient1@example.test" });
  await openConfirm(page);
  const first = slotInUrl(page);
  await button(page, words.en.confirm).click();
  const id = await visitShown(page);
  const booked = await calendarFile(page, link(page, "Add to calendar"));
  expect(booked).toMatchObject({
    sequence: 0,
    start: (await api("GET", `/appointments/${id}`)).start,
  });

  await link(page, "Move to another time").click();
  await button(page, words.en.later).click();
  await times(page).last().click();
  await held(page);
  const second = slotInUrl(page);
  expect(second).not.toBe(first);
  await button(page, "Move my visit").click();
  await page.getByRole("heading", { level: 1, name: "Your visit is moved" }).waitFor();
  const moved = await calendarFile(page, link(page, "Add to calendar"));
  const visit = await api("GET", `/appointments/${id}`);
  expect(moved).toMatchObject({ uid: booked.uid, sequence: 1, start: visit.start });
  expect(visit).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
  expect(await openIn(api, visit, first)).toContain(first);

  await button(page, "Cancel this visit").click();
  await page.getByRole("dialog", { name: "Cancel this visit?" }).waitFor();
  await button(page, "Yes, cancel it").click();
  await main(page).getByText("This visit is cancelled. You have nothing to do.").waitFor();
  expect(await openIn(api, visit, second)).toContain(second);
  const appointments = await on.product.find(
    `Appointment?patient=${visit.patientId}&date=ge${today()}`,
  );
  const here = appointments.filter(
    ({ id: of }) => visit.writeBack.reference === `Appointment/${of}`,
  );
  expect(here).toMatchObject([{ status: "cancelled" }]);
  await leave();
});

const today = () => new Date().toISOString().slice(0, 10);
const openIn = async (
  api: Visitor["api"],
  visit: { visitType: { id: string } },
  slotId: string,
) => {
  const day = 86_400_000;
  const from = new Date(Date.now()).toISOString();
  const to = new Date(Date.now() + 28 * day).toISOString();
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api(
      "GET",
      `/slots?visitTypeId=${visit.visitType.id}&from=${from}&to=${to}${cursor ? `&cursor=${cursor}` : ""}`,
    );
    found.push(...page.items.map((slot: { id: string }) => slot.id));
    cursor = found.includes(slotId) ? undefined : page.cursor;
  } while (cursor);
  return found;
};

test.skipIf(!deep)(
  "taken in the chart meanwhile: told so, nothing booked, and one of the near times is booked instead",
  async () => {
    const someone = await on.visit({ as: "patient2@example.test" });
    const { page, leave } = someone;
    await openConfirm(page);
    await occupy(slotInUrl(page));
    await button(page, words.en.confirm).click();
    await page.getByText("Someone else just took that time").waitFor();
    await times(page).first().click();
    await held(page);
    await button(page, words.en.confirm).click();
    const id = await visitShown(page);
    await main(page).getByText(words.en.inChart, { exact: true }).first().waitFor();
    expect(await on.product.written(id)).toHaveLength(1);
    await leave();
  },
);

/** The front desk gives the time to somebody else, in the EHR itself. */
async function occupy(slotId: string): Promise<void> {
  const reference = parseSlotId(slotId)?.ehrId;
  const slot = await (await on.product.chart(`Slot/${reference}`)).json();
  await on.product.chart(`Slot/${reference}`, {
    method: "PUT",
    body: JSON.stringify({ ...slot, status: "busy" }),
  });
}

test("a first load is at most nine requests, and asks for nothing twice", async () => {
  const { page, leave } = await on.visit({ as: "patient7@example.test" });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  for (const path of ["/", "/visits/book", "/visits/book/times?type=office-visit"]) {
    asked.length = 0;
    await page.goto(path);
    await main(page).getByRole("link").last().waitFor();
    await page.waitForLoadState("networkidle");
    expect(asked.length, `${path}: ${asked.join(" ")}`).toBeLessThanOrEqual(9);
    expect(new Set(asked).size, `${path}: ${asked.join(" ")}`).toBe(asked.length);
  }
  await leave();
});

test("a double tap on the button is one visit", async () => {
  const someone = await on.visit({ as: "patient3@example.test" });
  const { page, leave } = someone;
  await openConfirm(page);
  await button(page, words.en.confirm).dblclick();
  await onceInBoth(someone);
  await leave();
});

test.skipIf(!deep)(
  "a reload on the confirm page keeps the time and the order: one hold, one visit",
  async () => {
    const someone = await on.visit({ as: "patient4@example.test" });
    const { page, leave } = someone;
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() === "POST") asked.push(pathname);
    });
    await openConfirm(page);
    await page.reload();
    await held(page);
    await button(page, words.en.confirm).click();
    await onceInBoth(someone);
    expect(asked).toEqual(["/api/holds", "/api/appointments"]);
    await leave();
  },
);

test("an answer lost on the way to the phone: sent again, after a reload too, it is the same order and one visit", async () => {
  const someone = await on.visit({ as: "patient8@example.test" });
  const { page, leave } = someone;
  const orders: { key: string | undefined; body: unknown }[] = [];
  await page.route("**/api/appointments", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const sent = route.request();
    orders.push({ key: sent.headers()["idempotency-key"], body: sent.postDataJSON() });
    if (orders.length > 1) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await openConfirm(page);
  const time = page.url();
  await page.getByRole("textbox").fill("A sore knee");
  await button(page, words.en.confirm).click();
  await page.getByText("We did not hear back").waitFor();
  await page.reload();
  await page.getByText("We did not hear back").waitFor();
  expect(await page.getByRole("textbox").inputValue()).toBe("A sore knee");
  await button(page, "Send again").click();
  await onceInBoth(someone);
  expect(orders).toHaveLength(2);
  expect(orders[1]).toEqual(orders[0]);
  await page.goto(time);
  await page.getByText("You already have a visit that day").waitFor();
  await leave();
});

test("a time is kept for five minutes, counted down, and can be had again", async () => {
  const { page, leave } = await on.visit({ as: "patient5@example.test" });
  await page.clock.install();
  await openConfirm(page);
  const clock = page.getByRole("timer");
  expect(await clock.textContent()).toMatch(/^(5:00|4:5\d) left$/);
  await page.clock.fastForward("02:00");
  await expect.poll(() => clock.textContent()).toMatch(/^(3:01|3:00|2:\d\d) left$/);
  await page.clock.fastForward("03:10");
  await page.getByText("We could keep this time only for a short while.").waitFor();
  await button(page, "Keep this time again").click();
  await held(page);
  await leave();
});

test("the browser's back button goes back a step, and leaving gives the time back", async () => {
  const { page, leave } = await on.visit({ as: "patient6@example.test" });
  await page.goto("/");
  await toTimes(page);
  const choosing = page.url();
  const [held1] = await Promise.all([
    page.waitForResponse((reply) => reply.url().endsWith("/api/holds")),
    times(page).first().click(),
  ]);
  expect(held1.status()).toBe(201);
  await held(page);
  const [released] = await Promise.all([
    page.waitForResponse((reply) => /\/api\/holds\/.+/.test(reply.url())),
    page.goBack(),
  ]);
  expect(released.status()).toBe(204);
  await times(page).first().waitFor();
  expect(page.url()).toBe(choosing);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "What is the visit for?" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: /^Good / }).waitFor();
  await leave();
});
