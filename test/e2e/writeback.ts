import { afterEach, expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { inspect } from "./axe.ts";
import {
  bookThrough,
  held,
  main,
  openConfirm,
  toTimes,
  visitShown,
  words,
} from "./booking-steps.ts";
import type { Page } from "./chromium.ts";
import { on } from "./stage.ts";
import { DESK } from "./visitor.ts";

afterEach(async () => {
  await on.product.noFaults();
  await on.product.resumeEhr();
});

/** Words that promise more than is true while the chart does not have the visit. */
const promises = ["You're booked", "Your visit is moved", "In your chart", /^Chart reference: /];
const says = async (page: Page, text: string | RegExp) =>
  (await main(page).getByText(text, { exact: true }).count()) > 0;
const falsePromises = async (page: Page) => {
  const made = await Promise.all(
    promises.map(async (text) => ((await says(page, text)) ? [text] : [])),
  );
  return made.flat();
};

test("the EHR is down: saved and said so, everything still answers with its age, and then it is in the chart by itself", async () => {
  const { page, api, leave } = await on.visit({ as: "patient10@example.test" });
  await page.goto("/");
  // What was read once is what the portal can answer with later.
  await page.getByRole("link", { name: "See all visits" }).click();
  await page.getByRole("heading", { level: 2, name: "Past" }).waitFor();
  await page.getByRole("link", { name: "Home" }).click();
  await openConfirm(page);
  await on.product.stopEhr();
  await page.getByRole("button", { name: words.en.confirm }).click();
  const id = await visitShown(page);
  await page.getByRole("heading", { level: 1, name: "We saved your booking" }).waitFor();
  await main(page).getByText(words.en.saved).first().waitFor();
  expect(await falsePromises(page)).toEqual([]);

  await page.reload();
  await page.getByRole("heading", { level: 1, name: "We saved your booking" }).waitFor();
  await page.goto("/visits");
  await page.getByRole("link", { name: words.en.saved }).waitFor();
  const { items, asOf } = await api("GET", "/appointments?when=coming");
  expect(items.map((visit: { id: string }) => visit.id)).toContain(id);
  expect(Date.parse(asOf)).toBeLessThan(Date.now());
  await page.getByRole("link", { name: words.en.saved }).click();
  await main(page)
    .getByText(/^We keep trying since/)
    .waitFor();
  expect(await falsePromises(page)).toEqual([]);

  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  await on.product.resumeEhr();
  // The poll hears of it and wakes what waits, before the worker's own next try.
  await on.product.fire(/Sync/);
  await main(page)
    .getByText(words.en.inChart, { exact: true })
    .first()
    .waitFor({ timeout: 30_000 });
  expect(loads).toBe(0);
  // Now they are true, and are said: a look for them that can't find them would prove nothing.
  expect(await falsePromises(page)).toEqual(expect.arrayContaining(promises.slice(2)));
  expect(await on.product.written(id)).toHaveLength(1);
  await leave();
});

test("the EHR keeps the visit and its reply is lost: saved at first, then in the chart, once", async () => {
  const { page, leave } = await on.visit({ as: "patient11@example.test" });
  await openConfirm(page);
  await on.product.fault({ fault: "drop-after", method: "POST", count: 1 });
  await page.getByRole("button", { name: words.en.confirm }).click();
  const id = await visitShown(page);
  await main(page).getByText(words.en.saved).first().waitFor();
  expect(await falsePromises(page)).toEqual([]);
  expect(await on.product.written(id)).toHaveLength(1);
  await main(page)
    .getByText(words.en.inChart, { exact: true })
    .first()
    .waitFor({ timeout: 30_000 });
  expect(await on.product.written(id)).toHaveLength(1);
  await leave();
});

test.skipIf(!deep)(
  "a move while the EHR is down: the old time stays the patient's until the chart has the new one",
  async () => {
    const { page, api, leave } = await on.visit({ as: "patient12@example.test" });
    await page.goto("/");
    const id = await bookThrough(page);
    const before = await api("GET", `/appointments/${id}`);
    await page.getByRole("link", { name: "Move to another time" }).click();
    await page.getByRole("button", { name: words.en.later }).click();
    await main(page)
      .getByRole("link", { name: /\d:\d\d/ })
      .last()
      .click();
    await held(page);
    await on.product.stopEhr();
    await page.getByRole("button", { name: "Move my visit" }).click();
    await main(page)
      .getByText(/^You asked to move this visit to/)
      .waitFor();
    await page.getByRole("heading", { level: 1, name: "We saved your change" }).waitFor();
    expect(await says(page, "Your visit is moved")).toBe(false);
    const meanwhile = await api("GET", `/appointments/${id}`);
    expect(meanwhile).toMatchObject({
      start: before.start,
      change: { writeBack: { state: "saved" } },
    });
    await on.product.resumeEhr();
    await page
      .getByRole("heading", { level: 1, name: "Your visit is moved" })
      .waitFor({ timeout: 30_000 });
    const after = await api("GET", `/appointments/${id}`);
    expect(after.start).not.toBe(before.start);
    await leave();
  },
);

test("nothing can be read at all: what happened, what is safe, and one button that tries again", async () => {
  const { page, leave } = await on.visit({ as: await unseen() });
  await on.product.stopEhr();
  await page.goto("/visits");
  await page.getByText("We could not load this").first().waitFor();
  await page.getByText("Nothing is lost.").first().waitFor();
  await on.product.resumeEhr();
  await page.getByRole("button", { name: "Try again" }).first().click();
  await main(page).getByRole("heading", { level: 2, name: "Coming up" }).waitFor();
  await leave();
});

/** Somebody who is on no day of the clinic's that staff have looked at: nothing of their chart was read before. */
async function unseen(): Promise<string> {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  for (let n = 40; n < 60; n++) {
    const email = `patient${n}@example.test`;
    const [patient] = await on.product.find(`Patient?email=${email}`);
    const coming = `Appointment?patient=Patient/${patient?.id}&date=ge${yesterday}`;
    if (patient && (await on.product.find(coming)).length === 0) return email;
  }
  throw new Error("Every patient has a visit.");
}

test.skipIf(!deep)("/local: stop the EHR, book, resume, and see both sides agree", async () => {
  const ada = await on.visit({ as: "ada@example.test" });
  await ada.page.goto("/");
  await ada.page.getByRole("link", { name: "See all visits" }).waitFor();
  const local = await on.visit({ viewport: DESK });
  await local.page.goto("/local");
  const stop = local.page.getByRole("button", { name: /Stop the EHR/ });
  await stop.click();
  await local.page.getByText("The EHR is stopped. Book a visit as Ada now.").waitFor();
  await toTimes(ada.page);
  await main(ada.page)
    .getByRole("link", { name: /\d:\d\d/ })
    .first()
    .click();
  await held(ada.page);
  await ada.page.getByRole("button", { name: words.en.confirm }).click();
  const id = await visitShown(ada.page);
  await local.page.getByText("Only in the portal, and the portal says so.").waitFor();
  await inspect(local.page, "local-stopped", "en");
  await local.page.getByText(/not the same in both, and Ada is told so/).waitFor();
  await local.page.getByRole("button", { name: /Resume/ }).click();
  await local.page.getByText(/^They agree/).waitFor({ timeout: 30_000 });
  await inspect(local.page, "local", "es");
  await main(ada.page)
    .getByText(words.en.inChart, { exact: true })
    .first()
    .waitFor({ timeout: 30_000 });
  expect(await on.product.written(id)).toHaveLength(1);
  await ada.leave();
  await local.leave();
});
