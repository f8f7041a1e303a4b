import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import {
  asking,
  dialog,
  goByName,
  nameInHand,
  names,
  row,
  rows,
  said,
  send,
  staff,
  takeInHand,
  times,
} from "./console-steps.ts";
import { PASSWORD } from "./visitor.ts";

test("a queue by keys: walk, open, take, give away, filter, search, and go anywhere by name", async () => {
  const desk = await staff();
  const { page, keys, look, lookAgain, api, leave } = desk;
  const counts = await api("GET", "/practice/counts");
  for (const queue of ["request", "write-back", "phone"])
    expect(counts[queue], `the demonstration's ${queue} queue`).toBeGreaterThan(0);
  await page.goto("/practice/requests");
  await rows(page).nth(1).waitFor();
  await look("requests");
  const [first = "", second = ""] = await names(page);
  expect(await nameInHand(page)).toBe(first);
  await keys.press("j");
  expect(await nameInHand(page)).toBe(second);
  await keys.press("k", "j", "Enter");
  await page.locator(".pane-detail:focus").getByRole("heading", { name: second }).waitFor();
  await look("request");

  await keys.press("a");
  await said(page, `${second}: given to you.`);
  await row(page, second).getByText("with Front desk").waitFor();
  await keys.press("f");
  await expect.poll(() => names(page)).toEqual([second]);
  await keys.press("f");
  await expect.poll(() => names(page)).not.toContain(second);
  await keys.press("f");
  await expect.poll(() => names(page)).toContain(second);

  await takeInHand(desk, first);
  expect(await names(page)).toEqual([first]);
  await keys.press("A");
  await dialog(page).getByRole("option").nth(1).waitFor();
  await look("assign");
  await keys.type("admin");
  await keys.press("Enter");
  await said(page, `${first}: given to Practice admin.`);
  await row(page, first).getByText("with Practice admin").waitFor();

  await keys.press("?");
  await dialog(page).getByText("All, mine, nobody’s").waitFor();
  await lookAgain("keys");
  await keys.press("Escape", "Control+k");
  await look("palette");
  // The late word that an earlier dialog was closed does not close this one.
  await dialog(page).dispatchEvent("close");
  expect(await dialog(page).count()).toBe(1);
  await keys.press("Escape");
  await goByName(desk, "Go to Calls");
  await page.waitForURL("**/practice/calls");
  await goByName(desk, second);
  await page.getByRole("heading", { level: 1, name: second }).waitFor();
  await keys.press("g", "r");
  await page.waitForURL("**/practice/requests");
  await leave();
});

test.skipIf(!deep)(
  "requests by keys: times offered, a time given, a no; the patient sees each, and the work is gone",
  async () => {
    const desk = await staff();
    const { page, keys, look, lookAgain, leave } = desk;
    const people = await Promise.all([asking(32), asking(33), asking(34)]);
    const [offered, scheduled, declined] = people;
    await page.goto("/practice/requests");

    await takeInHand(desk, offered.name);
    await keys.press("o");
    await keys.enter(times(page).first());
    await keys.enter(times(page).nth(1));
    await lookAgain("offer");
    await send(desk);
    await said(page, `Offered. ${offered.name} can answer in the portal.`);
    await row(page, offered.name).getByText("offered, no answer yet").waitFor();
    expect((await offered.visit()).offered).toHaveLength(2);

    await takeInHand(desk, scheduled.name);
    await keys.press("e");
    await keys.enter(times(page).last());
    await look("schedule-request");
    await send(desk);
    await said(page, `Scheduled for ${scheduled.name}.`);
    await row(page, scheduled.name).waitFor({ state: "detached" });
    expect(await scheduled.visit()).toMatchObject({
      status: "booked",
      writeBack: { state: "in-chart" },
    });

    await takeInHand(desk, declined.name);
    await keys.press("d");
    await send(desk);
    await dialog(page).getByText("The patient needs a reason.").waitFor();
    await look("decline");
    await keys.type("Please call us first.");
    await send(desk);
    await said(page, `Declined. ${declined.name} reads your words.`);
    await row(page, declined.name).waitFor({ state: "detached" });
    expect(await declined.visit()).toMatchObject({
      status: "cancelled",
      declined: "Please call us first.",
    });
    await Promise.all([...people.map((who) => who.leave()), leave()]);
  },
);

test.skipIf(!deep)(
  "two at one desk: the slower is told, keeps nothing half done, and sees how it stands now",
  async () => {
    const who = await asking(38);
    const [desk, admin] = await Promise.all([staff(), staff("admin@example.test")]);
    for (const one of [desk, admin]) await one.page.goto("/practice/requests");
    await takeInHand(desk, who.name);
    await desk.keys.press("d");
    await desk.keys.type("We are full.");

    await takeInHand(admin, who.name);
    await admin.keys.press("a");
    await said(admin.page, `${who.name}: given to you.`);

    await send(desk);
    await said(desk.page, "Someone else changed this meanwhile. It is shown as they left it.");
    await row(desk.page, who.name).getByText("with Practice admin").waitFor();
    expect((await who.visit()).status).toBe("proposed");
    await desk.lookAgain("changed");

    await desk.keys.press("d");
    await desk.keys.type("We are full.");
    await admin.keys.press("d");
    await admin.keys.type("Please call us.");
    await send(admin);
    await said(admin.page, `Declined. ${who.name} reads your words.`);
    await send(desk);
    await said(desk.page, "Someone else has finished this meanwhile.");
    await row(desk.page, who.name).waitFor({ state: "detached" });
    expect((await who.visit()).declined).toBe("Please call us.");
    await Promise.all([who.leave(), desk.leave(), admin.leave()]);
  },
);

test("signed out from outside: signing in again leads back to the page one was on", async () => {
  const { page, keys, context, leave } = await staff();
  await page.goto("/practice/calls");
  await rows(page).first().waitFor();
  await context.clearCookies();
  await keys.press("f");
  await page.waitForURL((url) => url.pathname === "/sign-in");
  await keys.to(page.locator("#email"));
  await keys.type("frontdesk@example.test");
  await keys.to(page.locator("#password"));
  await keys.type(PASSWORD);
  await keys.press("Enter");
  await page.waitForURL("**/practice/calls");
  await rows(page).first().waitFor();
  await leave();
});
