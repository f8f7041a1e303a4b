import { expect, test } from "vitest";
import { dynamoVisits } from "#functions/adapters/dynamo/visits.ts";
import { demoPractice, tableOf } from "#infra/local/demo/provision.ts";
import { deep } from "#test/fixtures/deep.ts";
import {
  asking,
  dialog,
  goByName,
  inDays,
  row,
  type Staff,
  said,
  send,
  staff,
  takeInHand,
  times,
} from "./console-steps.ts";
import { on } from "./stage.ts";

/** A request gets its time typed by hand: the EHR shows none, so a person enters it. */
async function giveByHand(desk: Staff): Promise<void> {
  const { page, keys, look } = desk;
  const field = (name: string) => dialog(page).getByLabel(name, { exact: true });
  await keys.press("e");
  await keys.enter(dialog(page).getByRole("button", { name: "Enter the time by hand" }));
  await keys.to(field("Time"));
  await keys.type("0915AM");
  await send(desk);
  await dialog(page).getByText("Choose a clinician.").waitFor();
  await keys.to(field("Clinician"));
  await keys.press("ArrowDown");
  await keys.to(field("Place"));
  await keys.press("ArrowDown");
  await look("by-hand");
  await send(desk);
}

/** What the screen says to type, by label. */
async function toEnter({ page }: Staff): Promise<Record<string, string>> {
  const lines = page.locator(".entry > div");
  const [labels, values] = await Promise.all([
    lines.locator("dt").allTextContents(),
    lines.locator("dd > span").allTextContents(),
  ]);
  return Object.fromEntries(labels.map((label, i) => [label, values[i] ?? ""]));
}

test("entered by hand: exactly what to type, marked entered, and in the chart once a read finds it", async () => {
  const desk = await staff();
  const { page, keys, look, lookAgain, leave } = desk;
  const who = await asking(35);
  await page.goto("/practice/requests");
  await takeInHand(desk, who.name);
  await giveByHand(desk);
  await said(page, `Scheduled for ${who.name}.`);
  await keys.press("g", "e");
  await takeInHand(desk, who.name);
  const { start, end, practitioner, location } = await who.visit();
  const read = await toEnter(desk);
  expect(read).toMatchObject({
    Do: "Book",
    Patient: who.name,
    "Visit type": "New patient visit",
    Clinician: practitioner.name,
    Place: location.name,
    Reason: "Knee pain, 35",
    "Portal mark": `${who.visitId}.001`,
  });
  expect(read["Time"]).toMatch(/, 9:15 AM C[SD]T$/);
  // Nothing of it can be sent: there is no slot to book.
  expect(await page.getByRole("button", { name: /^Retry/ }).count()).toBe(0);
  await keys.press("Enter");
  await look("to-enter");
  await keys.press("e");
  await dialog(page).getByText("It becomes “In your chart” only when a read finds it.").waitFor();
  await look("mark-entered");
  await send(desk);
  await page.getByText(/^Entered by you at /).waitFor();
  await lookAgain("entered");
  expect((await who.visit()).writeBack.state).toBe("entered");

  const visit = {
    resourceType: "Appointment",
    status: "booked",
    ...{ start, end },
    participant: [{ actor: { reference: `Patient/${who.id}` }, status: "accepted" }],
  };
  await on.product.chart("Appointment", { method: "POST", body: JSON.stringify(visit) });
  await on.product.fire(/Sync/);
  await expect.poll(async () => (await who.visit()).writeBack.state).toBe("in-chart");
  await keys.press("f", "f", "f");
  await row(page, who.name).waitFor({ state: "detached" });
  await goByName(desk, who.name);
  await page.getByText("In the chart", { exact: true }).first().waitFor();
  await Promise.all([who.leave(), leave()]);
});

test.skipIf(!deep)(
  "an electronic write that the EHR would not take is tried once more by key",
  async () => {
    const desk = await staff();
    const { page, keys, leave } = desk;
    const who = await asking(36);
    await page.goto("/practice/requests");
    await takeInHand(desk, who.name);
    await keys.press("e");
    await keys.enter(times(page).nth(3));
    await on.product.fault({
      fault: "status",
      status: 403,
      method: "POST",
      type: "Appointment",
      count: 1,
    });
    await send(desk);
    await said(page, `Scheduled for ${who.name}.`);
    expect((await who.visit()).writeBack.state).toBe("with-practice");
    await keys.press("g", "e");
    await takeInHand(desk, who.name);
    await keys.press("r");
    await said(page, `${who.name}: the EHR is tried once more.`);
    await row(page, who.name).waitFor({ state: "detached" });
    expect(await who.visit()).toMatchObject({
      status: "booked",
      writeBack: { state: "in-chart" },
    });
    await Promise.all([who.leave(), leave()]);
  },
);

/** A free time of the chart's becomes a busy one that nobody has. */
async function orphanSlot() {
  const days = `start=ge${inDays(0.1)}&start=lt${inDays(4)}`;
  const [slot] = await on.product.find(`Slot?status=free&${days}&_sort=start&_count=1`);
  if (!slot) throw new Error("Nothing is free in the chart.");
  const put = (status: string) =>
    on.product.chart(`Slot/${slot.id}`, {
      method: "PUT",
      body: JSON.stringify({ ...slot, status }),
    });
  await put("busy");
  return { reference: `Slot/${slot.id}`, free: () => put("free") };
}

interface Scheduled {
  readonly id: string;
  readonly bookedVia: string;
  readonly status: string;
  readonly start: string;
  readonly patient: { readonly id: string };
}

/** A visit that the chart brought: no bell of our own writing is on its way for it. */
async function charted({ api }: Staff) {
  for (let days = 1; days < 8; days++) {
    const day = inDays(days).slice(0, 10);
    const read = async (): Promise<Scheduled[]> =>
      (await api("GET", `/practice/schedule?day=${day}`)).items;
    const found = (await read()).find(
      ({ bookedVia, status }) => bookedVia === "chart" && status === "booked",
    );
    if (!found) continue;
    const now = async () => (await read()).find(({ id }) => id === found.id)?.start;
    return { ...found, now };
  }
  throw new Error("The chart has no visits.");
}

/** As after a bell that nobody heard: the portal has the visit a quarter of an hour off. */
async function offByAQuarter(patientId: string, visitId: string): Promise<void> {
  const { id: practiceId, timeZone } = demoPractice();
  const table = tableOf(on.product.running);
  const visits = dynamoVisits(table, () => timeZone);
  const visit = await visits.read(practiceId, patientId, visitId);
  if (!visit) throw new Error("There is no such visit.");
  const start = new Date(Date.parse(visit.start) + 900_000).toISOString();
  const wrong = { ...visit, start, version: visit.version + 1 };
  await table.apply(visits.saving(wrong, crypto.randomUUID()));
}

test.skipIf(!deep)(
  "the connection by keys: compared now, the safe difference repaired, the other left to a person",
  async () => {
    const admin = await staff("admin@example.test");
    const { page, keys, look, leave } = admin;
    const [visit, orphan] = await Promise.all([charted(admin), orphanSlot()]);
    await offByAQuarter(visit.patient.id, visit.id);
    await page.goto("/practice/connection");
    await page.getByRole("heading", { level: 3, name: "What this EHR can do" }).waitFor();
    await keys.press("e");
    await said(page, /^Compared\. \d+ differences? left\.$/);
    const differs = page.locator(".drift > li").filter({ hasText: "Differs" });
    await differs.getByText(/^Repaired/).waitFor();
    await look("connection");
    const busy = page.locator(".drift > li").filter({ hasText: orphan.reference });
    await busy.getByText("Needs a person").waitFor();
    expect(await visit.now()).toBe(visit.start);
    await orphan.free();
    await leave();
  },
);
