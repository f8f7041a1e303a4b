import { afterAll, beforeAll, expect, test } from "vitest";
import { NoticeEvent, noticeCatalog } from "#domain/notices.ts";
import { addDays, localDay } from "#domain/time.ts";
import { deep } from "#test/fixtures/deep.ts";
import { main, visitShown, visitTypes } from "./booking-steps.ts";
import type { Language } from "./spoken.ts";
import { on } from "./stage.ts";
import { DESK, type Visitor } from "./visitor.ts";
import { walk } from "./walk.ts";

const ZONE = "America/Chicago";
type Walk = Awaited<ReturnType<typeof walk>>;
let desk: Visitor;

beforeAll(async () => {
  await on.product.become("no-create-appointment");
  desk = await on.visit({ as: "frontdesk@example.test", viewport: DESK });
});
afterAll(async () => {
  await desk.context.close();
  await on.product.become("full");
});

/** A day of the clinic's calendar, so many days ahead. */
const dayAhead = (days: number) => addDays(localDay(new Date().toISOString(), ZONE), days);

/** From home to a request that could be sent. */
async function fillIn({ page, t, press, look }: Walk, looking = false): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: t("visits.book") }).click();
  await main(page).getByText(t("book.request")).first().waitFor();
  await visitTypes(page).first().click();
  await main(page).getByText(t("ask.lead")).waitFor();
  if (looking) {
    await look("asking");
    await press("ask.send");
    await main(page).getByText(t("ask.dayMissing")).waitFor();
    await press("ask.add");
    await look("asking-missing");
  } else await press("ask.add");
  await page.getByLabel(t("ask.day")).first().fill(dayAhead(4));
  await page.getByLabel(t("ask.day")).last().fill(dayAhead(5));
  await page.getByText(t("ask.morning")).last().click();
  await page.getByRole("textbox").last().fill("A sore knee");
}

/** The same, sent; answers the visit's id. */
async function askThrough(patient: Walk, looking = false): Promise<string> {
  await fillIn(patient, looking);
  await patient.press("ask.send");
  return visitShown(patient.page);
}

/** Words that would say that the visit is made; none may stand on a screen before it is. */
const PROMISES = ["done.inChart", "done.saved", "state.in-chart", "visit.calendar"];
async function promises({ page, t }: Walk): Promise<string[]> {
  const made = PROMISES.map(async (key) =>
    (await page.getByText(t(key)).count()) > 0 ? [key] : [],
  );
  return (await Promise.all(made)).flat();
}

/** The page looks again by itself; nobody waits here for the quarter of a minute until it does. */
const seen = ({ page, t }: Walk, key: string) =>
  expect
    .poll(
      async () => {
        await page.clock.fastForward("00:16");
        return page.getByRole("heading", { level: 1, name: t(key) }).isVisible();
      },
      { timeout: 30_000, interval: 1000 },
    )
    .toBe(true);

interface Slot {
  id: string;
  start: string;
  end: string;
}
async function openTimes(visitTypeId: string): Promise<Slot[]> {
  const [from, to] = [7, 21].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const query = new URLSearchParams({ visitTypeId, from: from ?? "", to: to ?? "" });
  return (await desk.api("GET", `/practice/slots?${query}`)).items;
}

/** What this e-mail address was told, in order, whatever its language. */
const events = (email: string) =>
  on.product.running.outbox
    .list()
    .filter(({ to, channel }) => to === email && channel === "email")
    .map(({ subject = "" }) =>
      NoticeEvent.options.find((event) =>
        [noticeCatalog.en, noticeCatalog.es].some((words) =>
          subject.endsWith(`: ${words[event].subject}`),
        ),
      ),
    );
/** Listens from here on; each step waits for its own e-mail, for what is overtaken is rightly not told. */
function mailOf(email: string) {
  const before = events(email).length;
  return (...expected: NoticeEvent[]) =>
    expect
      .poll(() => events(email).slice(before), { timeout: 20_000, interval: 100 })
      .toEqual(expected);
}

test.skipIf(!deep).each<Language>(["en", "es"])(
  "asked for on the phone, scheduled, typed in, found: the screen says each true state, and booked only when it is (%s)",
  async (language) => {
    const email = language === "en" ? "ada@example.test" : "patient13@example.test";
    const patient = await walk(language, email);
    const { page, api, t, look, heading, leave } = patient;
    await page.clock.install();
    const told = mailOf(email);
    const id = await askThrough(patient, true);
    await heading("asked.title");
    await page.getByText(t("asked.next1")).waitFor();
    expect(await promises(patient)).toEqual([]);
    await look("asked");
    await told("asked");
    const { items } = await desk.api("GET", "/practice/requests");
    const work = items.find((item: { id: string }) => item.id === id);
    expect(work).toMatchObject({ reason: "asked-for-visit", preferred: [{}, {}] });

    const { visitType, patientId } = await api("GET", `/appointments/${id}`);
    const [slot] = await openTimes(visitType.id);
    await desk.api("POST", `/practice/requests/${id}/schedule`, { slotId: slot?.id });
    await seen(patient, "entering.title");
    expect(await promises(patient)).toEqual([]);
    await look("entering");

    await desk.api("POST", `/practice/write-backs/${id}.001/entered`, {});
    await seen(patient, "entered.title");
    expect((await promises(patient)).filter((key) => key !== "visit.calendar")).toEqual([]);
    await look("entered");
    await told("asked");

    await typeIntoChart(patientId, slot);
    await on.product.fire(/sync/i);
    await seen(patient, "done.inChart");
    // Now they are true, and are said: a look that can't find them would prove nothing.
    expect(await promises(patient)).toEqual(["done.inChart", "state.in-chart", "visit.calendar"]);
    await told("asked", "booked");
    await leave();
  },
);

/** What a person at the clinic does in the EHR's own screens, where the portal may not. */
async function typeIntoChart(patientId: string, slot: Slot | undefined): Promise<void> {
  await on.product.persona("full");
  await on.product.chart("Appointment", {
    method: "POST",
    body: JSON.stringify({
      resourceType: "Appointment",
      status: "booked",
      start: slot?.start,
      end: slot?.end,
      participant: [{ actor: { reference: `Patient/${patientId}` }, status: "accepted" }],
    }),
  });
  await on.product.persona("no-create-appointment");
}

test.skipIf(!deep).each<Language>(["en", "es"])(
  "of the times on offer none is right, then one is; another request is taken back, a third refused (%s)",
  async (language) => {
    const email = language === "en" ? "patient14@example.test" : "patient15@example.test";
    const patient = await walk(language, email);
    const { page, api, t, look, press, heading, follow, leave } = patient;
    await page.clock.install();
    const told = mailOf(email);
    const id = await askThrough(patient);
    await heading("asked.title");
    await told("asked");
    const { visitType } = await api("GET", `/appointments/${id}`);
    const slotIds = (await openTimes(visitType.id)).slice(1, 4).map((slot) => slot.id);
    const offer = () => desk.api("POST", `/practice/requests/${id}/offer`, { slotIds });
    await offer();
    await seen(patient, "offer.title");
    expect(await promises(patient)).toEqual([]);
    await press("offer.take");
    await page.getByText(t("offer.pick")).waitFor();
    await look("offered");
    await told("asked", "offered");
    await press("offer.none");
    await heading("asked.title");
    await page.getByText(t("asked.none")).waitFor();

    await offer();
    await page.goto("/");
    await page.getByRole("heading", { level: 2, name: t("offer.title") }).waitFor();
    await look("home-offered");
    await told("asked", "offered", "offered");
    await page.getByRole("radio").nth(1).check({ force: true });
    await press("offer.take");
    await heading("entering.title");
    expect(await promises(patient)).toEqual([]);

    await askThrough(patient);
    await told("asked", "offered", "offered", "asked");
    await press("asked.withdraw");
    await page.getByRole("dialog").waitFor();
    if (deep) await look("withdrawing");
    await press("asked.withdrawYes");
    await heading("withdrawn.title");
    await look("withdrawn");

    const refused = await askThrough(patient);
    await told("asked", "offered", "offered", "asked", "asked");
    const no = { reason: "Please call us first." };
    await desk.api("POST", `/practice/requests/${refused}/decline`, no);
    await seen(patient, "declined.title");
    await page.getByText(no.reason).waitFor();
    await look("declined");
    await follow("visits.title");
    await page.getByRole("link", { name: t("status.declined", false) }).waitFor();
    if (deep) await look("visits-asked");
    await told("asked", "offered", "offered", "asked", "asked", "declined");
    await leave();
  },
);

test.skipIf(!deep)(
  "an answer lost on the way: sent again after a reload it is the same request, and stands in the queue once",
  async () => {
    const patient = await walk("en", "patient16@example.test");
    const { page, t, press, reads, heading, leave } = patient;
    const orders: { key: string | undefined; body: unknown }[] = [];
    await page.route("**/api/appointments", async (route) => {
      const sent = route.request();
      if (sent.method() !== "POST") return route.continue();
      orders.push({ key: sent.headers()["idempotency-key"], body: sent.postDataJSON() });
      if (orders.length > 1) return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    });
    await fillIn(patient);
    await press("ask.send");
    await reads("ask.unsure");
    await page.reload();
    await reads("ask.unsure");
    expect(await page.getByLabel(t("ask.day")).first().inputValue()).toBe(dayAhead(4));
    await press("ask.send");
    await heading("asked.title");
    expect(orders).toHaveLength(2);
    expect(orders[1]).toEqual(orders[0]);
    const id = await visitShown(page);
    const { items } = await desk.api("GET", "/practice/requests");
    const { patientId } = await patient.api("GET", `/appointments/${id}`);
    const its = items.filter((work: { patient: { id: string } }) => work.patient.id === patientId);
    expect(its).toMatchObject([{ id }]);
    await leave();
  },
);
