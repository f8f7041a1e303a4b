import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import {
  dialog,
  goByName,
  nameInHand,
  patient,
  row,
  rows,
  said,
  send,
  staff,
  takeInHand,
} from "./console-steps.ts";
import { keyboard } from "./keyboard.ts";
import { on } from "./stage.ts";
import { walk } from "./walk.ts";

const CLINICIAN = "clinician@example.test";

/** A result in somebody's chart whose chart asks that a clinician talks first; its patient has looked, and saw nothing. */
async function waiting(n: number) {
  const who = await patient(n);
  const at = new Date().toISOString();
  const id = `waits-${n}`;
  const put = (resource: { resourceType: string; id: string }) =>
    on.product.chart(`${resource.resourceType}/${resource.id}`, {
      method: "PUT",
      body: JSON.stringify(resource),
    });
  const common = {
    status: "final",
    subject: { reference: `Patient/${who.id}` },
    ...{ effectiveDateTime: at, issued: at, meta: { security: [{ code: "NOPAT" }] } },
  };
  const loinc = "http://loinc.org";
  await put({
    resourceType: "Observation",
    id: `${id}-value`,
    ...common,
    category: [{ coding: [{ code: "laboratory" }] }],
    code: { coding: [{ system: loinc, code: "2345-7" }], text: "Glucose" },
    valueQuantity: { value: 212, unit: "mg/dL" },
    referenceRange: [{ low: { value: 70 }, high: { value: 99 } }],
    interpretation: [{ coding: [{ code: "H" }] }],
  } as never);
  await put({
    resourceType: "DiagnosticReport",
    id,
    ...common,
    category: [{ coding: [{ code: "LAB" }] }],
    code: { coding: [{ system: loinc, code: "24323-8" }], text: `Metabolic panel ${n}` },
    result: [{ reference: `Observation/${id}-value` }],
    conclusion: "Fasting glucose is high.",
  } as never);
  const results = async (): Promise<{ id: string }[]> => (await who.api("GET", "/results")).items;
  const sees = async () => (await results()).some((one) => one.id === `DiagnosticReport~${id}`);
  expect(await sees()).toBe(false);
  return { ...who, sees, result: `DiagnosticReport~${id}` };
}

/** The first of all, so that it finds the desk as a practice does at its first start, and leaves it empty. */
test("what a chart withholds waits at the desk though its patient never signed in; released, they see it", async () => {
  const desk = await staff(CLINICIAN);
  const { page, keys, leave } = desk;
  await page.goto("/practice/results");
  await expect
    .poll(async () => (await desk.api("GET", "/practice/results")).items, { timeout: 45_000 })
    .toMatchObject([{ patient: { id: "patient-grace" }, because: "chart-asks-first" }]);
  await page.reload();
  await takeInHand(desk, "Grace Okafor");
  await page.getByText("Atypical cells.").first().waitFor();
  await keys.press("r");
  await send(desk);
  await said(page, "Grace Okafor sees it now.");
  await row(page, "Grace Okafor").waitFor({ state: "detached" });
  await leave();
});

test.skipIf(!deep)(
  "results by keys: why each waits, what the patient will see, a comment, a word that shows it, and what is picked at once",
  async () => {
    const people = await Promise.all([waiting(42), waiting(43)]);
    const [first, second] = people;
    const desk = await staff(CLINICIAN);
    const { page, keys, look, lookAgain, leave } = desk;
    await page.goto("/practice/results");
    await rows(page).nth(1).waitFor();
    await page.locator(".rail-count").getByText("2").waitFor();
    const top = await nameInHand(page);
    await keys.press("j");
    expect(await nameInHand(page)).not.toBe(top);
    await keys.press("k");
    await page.getByText("Fasting glucose is high.").waitFor();
    await look("results");
    await keys.press("Enter");
    await page.locator(".pane-detail:focus").waitFor();
    await lookAgain("result-in-hand");

    await takeInHand(desk, first.name);
    await keys.press("c");
    await send(desk);
    await dialog(page).getByText("Write a word first.").waitFor();
    await lookAgain("result-comment");
    await keys.type("A little high. We talk on Friday.");
    await send(desk);
    await said(page, `${first.name} reads your comment once it is shown.`);
    await page.locator(".results-seen").getByText("We talk on Friday").waitFor();
    await keys.press("r");
    await send(desk);
    await said(page, `${first.name} sees it now.`);
    await row(page, first.name).waitFor({ state: "detached" });
    expect(await first.sees()).toBe(true);
    const whole = await first.api("GET", `/results/${first.result}`);
    expect(whole.comments).toMatchObject([{ text: "A little high. We talk on Friday." }]);

    await keys.press("/", "Control+a", "Delete", "Enter");
    await row(page, second.name).waitFor();
    await keys.press("x", "R");
    await dialog(page).getByText("Release 1 result").waitFor();
    await lookAgain("results-many");
    await send(desk);
    await said(page, "1 result released.");
    await page.getByText("Nothing waits").waitFor();
    await lookAgain("results-none");
    expect(await second.sees()).toBe(true);
    await Promise.all([...people.map((who) => who.leave()), leave()]);
  },
);

test.skipIf(!deep)(
  "a hold by keys has its ground, its words and its end; the slower of two is told; the month's holds are a file",
  async () => {
    const who = await waiting(45);
    const [desk, other] = [await staff(CLINICIAN), await staff(CLINICIAN)];
    const { page, keys, look, api, leave } = desk;
    for (const one of [desk, other]) {
      await one.page.goto("/practice/results");
      await takeInHand(one, who.name);
    }
    await other.keys.press("h");
    await keys.press("h");
    await send(desk);
    await dialog(page).getByText("A hold needs its reason in words.").waitFor();
    await look("result-hold");
    await keys.type("She asked me to be there.");
    await send(desk);
    await said(page, "On hold. It ends by itself.");
    await row(page, who.name).getByText("On hold").waitFor();
    await page.getByText("The chart says so too.").waitFor();
    await look("result-held");
    await other.keys.to(other.page.getByLabel("Why, for this patient"));
    await other.keys.type("Too early.");
    await send(other);
    await said(other.page, "Someone else changed this meanwhile. It is shown as they left it.");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Hold report (CSV)" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^holds.*\.csv$/);
    await keys.press("f", "f", "f");
    await row(page, who.name).waitFor();
    await keys.press("e");
    await send(desk);
    await said(page, `${who.name} sees it now.`);
    expect(await who.sees()).toBe(true);
    await goByName(desk, "Go to Results");
    await page.goto(`/practice/results?patient=${who.id}`);
    await row(page, "Metabolic panel 45").getByText("Visible").waitFor();
    await page.getByText("The chart says so too.").nth(1).waitFor();
    await look("results-of-patient");
    expect((await api("GET", "/practice/results")).items).toEqual([]);
    await Promise.all([who.leave(), other.leave(), leave()]);
  },
);

test.skipIf(!deep).each(["en", "es"] as const)(
  "a patient chooses when to hear of results, by keys, and the list obeys (%s)",
  async (language) => {
    const ada = await walk(
      language,
      language === "en" ? "patient47@example.test" : "patient48@example.test",
    );
    const { page, t, look, api, leave } = ada;
    const keys = keyboard(page);
    await page.goto("/health/results");
    await keys.enter(page.getByText(t("timing.title")));
    const sealed = page.getByRole("radio", { name: t("timing.only-that-it-is-there", false) });
    await sealed.waitFor();
    await look("timing");
    await keys.to(page.getByRole("radio", { checked: true }));
    await keys.press("ArrowDown", "ArrowDown", "ArrowDown");
    await keys.enter(page.getByText(t("timing.apart")));
    await keys.to(page.getByLabel(t("timing.hiv")));
    await keys.press("ArrowDown");
    await look("timing-apart");
    await keys.enter(page.getByRole("button", { name: t("timing.save") }));
    await page.getByText(t("timing.saved")).waitFor();
    await look("timing-saved");
    expect(await api("GET", "/account/result-timing")).toMatchObject({
      ...{ usual: "only-that-it-is-there", byClass: { hiv: "now" }, version: 1 },
    });
    const { items } = await api("GET", "/results");
    expect(
      items.every(({ sealed: is, flag }: { sealed?: boolean; flag?: string }) => is && !flag),
    ).toBe(true);
    await leave();
  },
);
