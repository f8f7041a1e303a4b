import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import type { Page } from "./chromium.ts";
import {
  dialog,
  goByName,
  names,
  patient,
  row,
  rows,
  said,
  send,
  staff,
  times,
} from "./console-steps.ts";

test.skipIf(!deep)(
  "a call is done with a note, and colleagues find the note on the patient's page",
  async () => {
    const desk = await staff();
    const { page, keys, look, lookAgain, leave } = desk;
    await page.goto("/practice/calls");
    await rows(page).first().waitFor();
    await look("calls");
    const [who = ""] = await names(page);
    await keys.press("e");
    await keys.type("Nobody answered.\nTry after 5 PM.");
    await look("call-done");
    await send(desk);
    await said(page, `Done. ${who} was called.`);
    await row(page, who).waitFor({ state: "detached" });
    await lookAgain("calls-empty");
    await goByName(desk, who);
    const calls = page.locator(".box").filter({ hasText: "Calls" });
    await calls.getByText("Nobody answered. Try after 5 PM.").waitFor();
    await calls.getByText("Front desk").waitFor();
    await look("patient");
    await leave();
  },
);

test.skipIf(!deep)(
  "a patient by name, birth date or e-mail; booked, moved and cancelled for, a rule set aside with a reason",
  async () => {
    const [desk, who] = await Promise.all([staff(), patient(37)]);
    const { page, keys, look, lookAgain, leave } = desk;
    await page.goto("/practice/patients");
    await page.getByLabel("Search patients").waitFor();
    await lookAgain("patients");
    const found = rows(page).filter({ hasText: who.name });
    for (const words of [who.name, who.birthDate, who.email]) {
      await keys.press("/", "Control+a");
      await keys.type(words);
      await found.waitFor();
      await found.and(page.locator(`[href$="${who.id}"]`)).waitFor();
    }
    await look("patients-found");
    await keys.press("Enter");
    await page.getByRole("heading", { level: 1, name: who.name }).waitFor();

    const coming = async (): Promise<{ start: string; status: string }[]> =>
      (await who.api("GET", "/appointments?when=coming")).items;
    const before = (await coming()).map(({ start }) => start);
    const booked = async () => (await coming()).filter(({ start }) => !before.includes(start));
    await keys.press("n");
    await keys.enter(times(page).last());
    await look("book");
    await send(desk);
    await said(page, `Booked for ${who.name}.`);
    const [visit] = await booked();
    expect(visit).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });

    const at = (await coming()).findIndex(({ start }) => start === visit?.start);
    for (let n = 0; n < at; n++) await keys.press("j");
    await keys.press("m");
    await keys.enter(times(page).first());
    await lookAgain("move");
    await send(desk);
    await said(page, `Moved. ${who.name} is told.`);
    const [moved] = await booked();
    expect(moved?.start).not.toBe(visit?.start);
    await keys.press("x");
    await look("cancel");
    await send(desk);
    await said(page, `Cancelled. ${who.name} is told.`);
    expect((await booked()).filter(({ status }) => status === "booked")).toEqual([]);

    await keys.press("n");
    await keys.to(dialog(page).getByLabel("Visit type"));
    await keys.type("New");
    await keys.enter(times(page).first());
    await send(desk);
    await dialog(page).getByText("Patients can't book this visit type").waitFor();
    await keys.to(dialog(page).getByLabel("Reason (required)"));
    await keys.press("Enter");
    await dialog(page).getByText("Give a reason first.").waitFor();
    await look("override");
    await keys.type("Agreed with the clinician");
    await keys.press("Enter");
    await said(page, `Booked for ${who.name}.`);
    expect(await booked()).toContainEqual(
      expect.objectContaining({ visitType: expect.objectContaining({ id: "new-patient" }) }),
    );
    await Promise.all([who.leave(), leave()]);
  },
);

const day = (page: Page) => page.getByLabel("Go to day");
/** The day's lines, column by column: 3 is the clinician. */
const column = (page: Page, at: number) =>
  page.locator(`.rows tbody tr > :nth-child(${at})`).allTextContents();

test.skipIf(!deep)("the day by clinician and place, and a new visit from there", async () => {
  const { page, keys, look, lookAgain, api, leave } = await staff();
  await page.goto("/practice/");
  await day(page).waitFor();
  await page.locator(".rows, .nothing").waitFor();
  // Whatever today is, some day of the next week has visits.
  for (let days = 0; days < 7 && (await page.locator(".rows").count()) === 0; days++) {
    await keys.press("ArrowRight");
    await page.locator(".rows, .nothing").waitFor();
  }
  const all = (await column(page, 4)).length;
  const { items } = await api("GET", `/practice/schedule?day=${await day(page).inputValue()}`);
  expect(all).toBe(items.length);

  await keys.press("f", "ArrowDown");
  const clinician = await page.getByLabel("Clinician").locator("option:checked").textContent();
  const theirs = items.filter((visit: Visit) => visit.practitioner.name === clinician);
  await expect.poll(() => column(page, 4)).toEqual(theirs.map(() => clinician));
  await keys.press("ArrowUp", "Tab", "ArrowDown");
  const place = await page.getByLabel("Place").locator("option:checked").textContent();
  const there = items.filter((visit: Visit) => visit.location.name === place);
  await expect.poll(async () => (await column(page, 4)).length).toBe(there.length);
  await keys.press("ArrowUp");
  await expect.poll(async () => (await column(page, 4)).length).toBe(all);
  await keys.press("Escape", "n");
  await keys.type("Hassan");
  await dialog(page).getByRole("option", { selected: true }).waitFor();
  await lookAgain("new-visit-for");
  await keys.press("Enter");
  await times(page).first().waitFor();
  await look("new-visit");
  await keys.press("Escape");
  await leave();
});

interface Visit {
  practitioner: { name: string };
  location: { name: string };
}

test.skipIf(!deep)("what is not there, or not theirs to see, says so", async () => {
  const { page, look, lookAgain, leave } = await staff("billing@example.test");
  await page.goto("/practice/nowhere");
  await page.getByText("There is no such page").waitFor();
  await look("not-found");
  await page.goto("/practice/requests");
  await page.getByText("Your account can't see this").waitFor();
  await lookAgain("not-theirs");
  await leave();
});
