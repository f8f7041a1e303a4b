import { expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { main } from "./booking-steps.ts";
import type { Locator } from "./chromium.ts";
import {
  dialog,
  patient,
  row,
  type Staff,
  said,
  send,
  staff,
  takeInHand,
} from "./console-steps.ts";
import type { Language } from "./spoken.ts";
import { on } from "./stage.ts";
import { walk } from "./walk.ts";

const LANGUAGES: Language[] = ["en", "es"];
/** Nobody else's walks lead to them. */
const ASKERS = { en: "patient22@example.test", es: "patient23@example.test" } as const;
const LOSERS = { en: "patient24@example.test", es: "patient25@example.test" } as const;
/** An answer that is waited for is looked for every fifteen seconds. */
const A_LOOK_AND_SOME = { timeout: 30_000 };

const UNAVAILABLE = {
  status: 503,
  contentType: "application/problem+json",
  json: { code: "unavailable", status: 503, instance: "b3f1c2" },
};

const at = "2026-11-20T15:00:00.000Z";
/** As many messages as there may be, in every state that one may have. */
const STATES = ["in-chart", "with-practice", "needs-attention"] as const;
const long = {
  ...{ id: "thr_long", startedAt: at, state: "closed", messages: 200, unread: 0 },
  last: { by: "patient", at, words: "Words 200" },
  said: Array.from({ length: 200 }, (_, index) => ({
    number: index + 1,
    by: index % 3 === 0 ? "practice" : "patient",
    name: index % 3 === 0 ? "Front desk" : "Somebody",
    words: `Words ${index + 1}`,
    writeBack: { state: STATES[index % STATES.length], since: at },
    at,
  })),
};

const inSight = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

type Walk = Awaited<ReturnType<typeof walk>>;
const theirName = async ({ api }: Pick<Walk, "api">): Promise<string> =>
  (await api("GET", "/session")).patient.name;
const bubble = ({ page }: Pick<Walk, "page">, words: string) =>
  page.locator(".said-one").filter({ hasText: words });
const box = ({ page }: Pick<Walk, "page">) => main(page).getByRole("textbox");

/** Answers the conversation in hand, by keys. */
async function answer(desk: Staff, words: string): Promise<void> {
  await desk.page.locator(".answer").waitFor();
  await desk.keys.press("r");
  await desk.keys.type(words);
  await send(desk);
  await said(desk.page, /^Sent\./);
}

test.skipIf(!deep).each(LANGUAGES)(
  "a result is asked about, answered at the desk, read without a reload, closed and opened again (%s)",
  async (language) => {
    const someone = await walk(language, ASKERS[language]);
    const { page, t, look, heading, follow, press, reads, leave } = someone;
    const name = await theirName(someone);
    await page.goto("/messages");
    await reads("messages.none");
    await look("messages-empty");

    await page.goto("/health/results");
    const result = main(page).getByRole("listitem").getByRole("link").first();
    // A chart nobody looked at yet is read from the EHR first.
    await result.waitFor({ timeout: 30_000 });
    await result.click();
    await follow("health.ask");
    await heading("messages.write");
    await reads("messages.aboutResult");
    await look("message-new");
    await press("messages.send");
    await reads("messages.empty");
    await look("message-new-missing");

    const words = `Is this worse than last year? (${language})`;
    await box(someone).fill(words);
    await on.product.fault({ fault: "status", status: 503, method: "POST", count: 1 });
    await press("messages.send");
    await reads("messages.sent");
    await bubble(someone, words).getByText(t("messages.saved")).waitFor();
    await look("message-saved");
    // Nobody reloads: the page looks again by itself.
    await bubble(someone, words).getByText(t("messages.in-chart")).waitFor({ timeout: 30_000 });
    await look("message");
    // What it is about is named on the page, and by nothing of it in the address.
    const title = (await main(page).getByRole("heading", { level: 1 }).textContent()) ?? "";
    expect(title).not.toMatch(t("messages.one"));
    expect(new URL(page.url()).pathname).toMatch(/^\/messages\/[A-Za-z0-9_~-]+$/);

    const desk = await staff();
    await desk.page.goto("/practice/messages");
    await takeInHand(desk, name);
    await row(desk.page, title).waitFor();
    await bubble(desk, words).getByText("In the chart").waitFor();
    await desk.look("messages");
    await answer(desk, `No, it is better. (${language})`);
    await row(desk.page, name).getByText("Answered").waitFor();
    await bubble(desk, "it is better").getByText("In the chart").waitFor({ timeout: 30_000 });
    await desk.look("messages-answered");

    await bubble(someone, "it is better").getByText(t("messages.new")).waitFor(A_LOOK_AND_SOME);
    await reads("messages.answered");
    await look("message-answered");
    await page.goto("/messages");
    await reads("messages.answered");
    await look("messages");
    await main(page).getByRole("listitem").getByRole("link").first().click();

    await box(someone).fill("Thank you!");
    await press("messages.send");
    await reads("messages.waiting");
    await bubble(desk, "Thank you!").waitFor(A_LOOK_AND_SOME);
    await desk.page.locator(".pane-detail").focus();
    await desk.keys.press("d");
    await dialog(desk.page).waitFor();
    await desk.look("messages-closing");
    await send(desk);
    await said(desk.page, /^Closed\./);
    await row(desk.page, name).getByText("Closed").waitFor();
    await main(page).getByText(t("messages.closedHelp")).waitFor(A_LOOK_AND_SOME);
    await look("message-closed");
    await page.goto("/messages");
    await reads("messages.closed");
    await main(page).getByRole("listitem").getByRole("link").first().click();
    await box(someone).fill("One more thing.");
    await press("messages.send");
    await reads("messages.waiting");

    // Home says it a moment after everything else.
    await page.goto("/visits");
    await desk.page.goto("/practice/messages");
    await takeInHand(desk, name);
    await answer(desk, "Of course.");
    await page.goto("/");
    await page.locator('.frame-tabs a[href="/messages"] [data-new="1"]').waitFor();
    await look("home-news");
    await page.locator('.frame-tabs a[href="/messages"]').click();
    await reads("messages.new_one");
    await look("messages-unread");
    await desk.leave();
    await leave();
  },
  180_000,
);

test.skipIf(!deep).each(LANGUAGES)(
  "a message whose answer is lost is sent once; old and failed pages say so (%s)",
  async (language) => {
    const someone = await walk(language, LOSERS[language]);
    const { page, api, look, press, reads, leave } = someone;
    await page.goto("/messages/new");
    await box(someone).fill(`Do I fast before? ${"x".repeat(1900)}`);
    await reads("messages.left_other");
    await box(someone).fill("Do I fast before?");
    await page.route("**/api/threads", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    });
    await press("messages.send");
    await reads("messages.unsure");
    expect(await box(someone).getAttribute("readonly")).not.toBeNull();
    await look("message-unsure");
    await page.unroute("**/api/threads");
    await press("messages.send");
    await reads("messages.sent");
    expect((await api("GET", "/threads")).items).toHaveLength(1);

    const one = new URL(page.url()).pathname;
    for (const [path, asked, name] of [
      ["/messages", "**/api/threads", "messages"],
      [one, `**/api/threads/${one.split("/").at(-1)}`, "message"],
    ] as const) {
      await page.goto(path);
      await reads("messages.waiting");
      await page.route(asked, (route) => route.fulfill(UNAVAILABLE));
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await reads("app.stale");
      await look(`${name}-old`);
      await page.goto(path);
      await reads("problem.title");
      await look(`${name}-failed`);
      await page.unroute(asked);
    }
    await page.route("**/api/threads/thr_long", (route) => route.fulfill({ json: long }));
    await page.goto("/messages/thr_long");
    await reads("messages.full");
    expect(await inSight(bubble(someone, "Words 200"))).toBe(true);
    await look("message-full");
    await page.goto("/messages/thr_nobody");
    await reads("problem.missing");
    await leave();
  },
);

test.skipIf(!deep)("a first load of one's messages is at most nine requests", async () => {
  const { page, heading, leave } = await walk("en", LOSERS.en);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  for (const [path, key] of [
    ["/messages", "messages.title"],
    ["/messages/new", "messages.write"],
  ] as const) {
    asked.length = 0;
    await page.goto(path);
    await heading(key);
    await page.waitForLoadState("networkidle");
    expect(asked.length, `${path}: ${asked.join(" ")}`).toBeLessThanOrEqual(9);
    expect(new Set(asked).size, `${path}: ${asked.join(" ")}`).toBe(asked.length);
  }
  await leave();
});

test.skipIf(!deep)(
  "at the desk an answer to what was not read is refused, and what was begun for one patient is kept",
  async () => {
    const { api, name, id: patientId, leave } = await patient(26);
    const { id } = await api("POST", "/threads", { words: "May I take both?" });
    await api("POST", "/threads", { words: "And when do I come in?" });
    const desk = await staff("clinician@example.test");
    const { page, keys, look } = desk;
    await page.goto("/practice/messages");
    await takeInHand(desk, name);
    await bubble(desk, "May I take both?").waitFor();
    await page.locator(".answer").waitFor();
    await keys.press("r");
    await send(desk);
    await page.getByText("Write an answer first.").waitFor();
    await keys.type("Yes, both.");
    await api("POST", `/threads/${id}/messages`, { words: "I mean with the third one." });
    await send(desk);
    await page.getByText("The conversation went on meanwhile.", { exact: false }).waitFor();
    await bubble(desk, "the third one").waitFor();
    await look("messages-changed");
    await keys.press("Escape", "j");
    await bubble(desk, "And when do I come in?").waitFor();
    expect(await page.locator(".answer textarea").inputValue()).toBe("");
    await keys.press("k");
    await bubble(desk, "the third one").waitFor();
    expect(await page.locator(".answer textarea").inputValue()).toBe("Yes, both.");
    await keys.press("r");
    await send(desk);
    await said(page, `Sent. ${name} reads it in the portal.`);
    expect((await api("GET", `/threads/${id}`)).said).toHaveLength(3);

    // A colleague is faster: what is being written stays where it is, and goes to nobody else.
    await keys.press("Escape", "j");
    await bubble(desk, "And when do I come in?").waitFor();
    await row(page, "Yes, both.").waitFor({ state: "detached" });
    await keys.press("r");
    await keys.type("On Tues");
    const { items } = await api("GET", "/threads");
    const other = items.find(({ state }: { state: string }) => state === "waiting");
    const path = `/practice/patients/${patientId}/threads/${other.id}/messages`;
    await desk.api("POST", path, { seen: 1, words: "On Monday." });
    await row(page, name).getByText("Answered").waitFor(A_LOOK_AND_SOME);
    await keys.type("day.");
    expect(await page.locator(".answer textarea").inputValue()).toBe("On Tuesday.");
    await bubble(desk, "On Monday.").waitFor();
    await desk.leave();
    await leave();
  },
);
