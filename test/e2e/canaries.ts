import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tableOf } from "#infra/local/demo/provision.ts";
import { type Canary, canaryPatient, found, type Sink } from "#test/fixtures/canaries.ts";
import { deep } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import { openConfirm, words } from "./booking-steps.ts";
import type { Context, Page } from "./chromium.ts";
import { on } from "./stage.ts";
import { DESK } from "./visitor.ts";

const EMAIL = "patient11@example.test";
const REASON = "zqwordreason";

/** Fills their chart with tokens; who they are to the sign-in stays. */
async function planted(): Promise<Canary[]> {
  const { product } = on;
  const [known] = await product.find(`Patient?email=${EMAIL}`);
  if (!known) throw new Error(`${EMAIL} is nobody.`);
  const { record, canaries } = canaryPatient(known.id, "a", "1931-03-07");
  const { name, address, birthDate, contact } = record;
  const telecom = [record.telecom?.[0], { system: "email", value: EMAIL }];
  const changed = { ...known, name, address, birthDate, contact, telecom };
  await product.chart(`Patient/${known.id}`, { method: "PUT", body: JSON.stringify(changed) });
  const kept = canaries.filter(({ field }) =>
    /given|family|line|city|contact|birth|phone/.test(field),
  );
  return [...kept, { field: "reason", token: REASON }];
}

/** Everything the browser keeps of this origin, wherever it keeps it. */
const stores = (page: Page) =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const kept = await Promise.all(
      (await caches.keys()).map(async (key) => {
        const requests = await (await caches.open(key)).keys();
        return requests.map(({ url }) => `${key} ${url}`);
      }),
    );
    return {
      localStorage: Object.entries(localStorage).map(String),
      sessionStorage: Object.entries(sessionStorage).map(String),
      indexedDB: databases.map(({ name }) => String(name)),
      caches: kept.flat(),
      history: [JSON.stringify(history.state)],
    };
  });

/** What a browser shows and says beside its pages: titles, console, addresses asked for and gone to. */
function overheard(context: Context, page: Page) {
  const heard = { titles: [] as string[], said: [] as string[], asked: [] as string[] };
  page.on("console", (message) => heard.said.push(message.text()));
  page.on("framenavigated", (frame) => heard.asked.push(frame.url()));
  page.on("domcontentloaded", async () => heard.titles.push(await page.title()));
  context.on("request", (request) => heard.asked.push(request.url()));
  return heard;
}

const named = (sinks: Readonly<Record<string, readonly string[]>>): Sink[] =>
  Object.entries(sinks).map(([name, lines]) => ({ name, lines }));

/** What the product itself left of all walks so far, outside its store. */
async function productSinks(): Promise<Sink[]> {
  const { running, dataDir } = on.product;
  const logs = join(dataDir, "data", "logs");
  const table = tableOf(running);
  const { items } = await table.query({ pk: "UNSEALED#demo", index: "gsi1" });
  const queues = running.queues.list();
  const bodies = (dead: boolean) =>
    queues
      .filter(({ name }) => /dead/i.test(name) === dead)
      .flatMap(({ messages }) => messages.map(({ body }) => body));
  const sent = running.outbox.list();
  return named({
    "function logs": readdirSync(logs).map((name) => readFileSync(join(logs, name), "utf8")),
    queues: bodies(false),
    "dead-letter queues": bodies(true),
    "audit items": items.map((item) => JSON.stringify(item)),
    "text messages": sent.filter(({ channel }) => channel === "sms").map(({ body }) => body),
    "e-mails": sent.map(({ subject = "", body }) => `${subject} ${body}`),
  });
}

test.runIf(deep)(
  "nothing of a patient stays in the browser, or gets anywhere beside the chart",
  async () => {
    const canaries = await planted();
    const { page, context, api, leave } = await on.visit({ as: EMAIL });
    const heard = overheard(context, page);
    await openConfirm(page);
    await page.getByRole("button", { name: words.en.confirm }).click();
    await page.getByText(words.en.booked).waitFor();
    const { items } = await api("GET", "/appointments");
    await api("POST", `/appointments/${items[0].id}/cancel`, { reason: REASON });
    await page.goto("/visits");
    await page.getByRole("heading", { level: 1 }).waitFor();
    heard.titles.push(await page.title());
    const staff = await on.visit({ as: "frontdesk@example.test", viewport: DESK });
    const theirs = overheard(staff.context, staff.page);
    await staff.page.goto("/practice/patients");
    await staff.page.getByLabel("Search patients").fill("zqfamilya");
    await staff.page.getByText("zqfamilya").first().click();
    await staff.page.getByRole("heading", { level: 1 }).waitFor();
    theirs.titles.push(await staff.page.title());
    await staff.leave();
    await page.getByRole("button", { name: "Your account" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    const after = await stores(page);
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`);
    const browser = named({
      ...after,
      cookies,
      ...heard,
      ...{ "the desk's titles": theirs.titles },
    });
    browser.push(
      ...named({ "the desk's console": theirs.said, "the desk's addresses": theirs.asked }),
    );
    const sinks = [...browser, ...(await productSinks())];
    expect(found(sinks, canaries)).toEqual([]);
    expect(after.indexedDB.concat(after.caches, after.sessionStorage)).toEqual([]);
    const { origin } = on.product;
    const foreign = [...heard.asked, ...theirs.asked].filter((url) => !url.startsWith(origin));
    expect(foreign.filter((url) => /^https?:/.test(url))).toEqual([]);
    await leave();
    const command =
      "DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node test/e2e/patients.test.ts -t canaries";
    figure({
      promise: "18",
      bar: "0 requests to other origins, 0 patient data in any client storage after sign-out",
      value: `0 of ${heard.asked.length + theirs.asked.length} requests to other origins; ${canaries.length} tokens in ${sinks.length} sinks of browser and product: 0 hits`,
      command,
      tried: heard.asked.length + theirs.asked.length,
    });
  },
);
