import { expect, test } from "vitest";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { tableOf } from "#infra/local/demo/provision.ts";
import { toTimes } from "./booking-steps.ts";
import type { Page } from "./chromium.ts";
import { on } from "./stage.ts";
import { PASSWORD } from "./visitor.ts";

async function typed(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("signs in by password, after a wrong one that is told apart from nothing else", async () => {
  const { page, leave } = await on.visit();
  await page.goto("/visits");
  await typed(page, "ada@example.test", "not-her-password");
  await page.getByText("The e-mail or password is not right.").waitFor();
  await typed(page, "nobody@example.test", PASSWORD);
  await page.getByText("The e-mail or password is not right.").waitFor();
  await page.getByLabel("E-mail").fill("");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("Fill in your e-mail and password.").waitFor();
  expect(await focused(page)).toBe("email");
  await typed(page, "ada@example.test", PASSWORD);
  await page.getByRole("heading", { level: 1, name: "Your visits" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/visits");
  await leave();
});

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

test("a session revoked elsewhere ends at the door, and leads back to where it was", async () => {
  const { page, leave } = await on.visit({ as: "ada@example.test" });
  await page.goto("/");
  await toTimes(page);
  const before = new URL(page.url());
  await revoke("ada@example.test");
  await page.getByRole("button", { name: "Later days" }).click();
  await page.getByRole("heading", { level: 2, name: "Sign in", exact: true }).waitFor();
  await typed(page, "ada@example.test", PASSWORD);
  await page.getByRole("heading", { level: 1, name: "When suits you?" }).waitFor();
  expect(page.url()).toBe(before.href);
  await leave();
});

async function revoke(email: string): Promise<void> {
  const accounts = dynamoAccounts(tableOf(on.product.running));
  const login = await accounts.readLogin(email);
  await accounts.raiseEpoch(login?.accountId ?? "");
}

test("signing out leaves nothing to go back to", async () => {
  const { page, leave } = await on.visit({ as: "patient1@example.test" });
  await page.goto("/");
  await page.getByRole("heading", { level: 1, name: /^Good / }).waitFor();
  await page.getByRole("link", { name: "Visits", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Your visits" }).waitFor();
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 2, name: "Sign in", exact: true }).waitFor();
  await leave();
});

test("offline it says so and what to do, and goes on by itself", async () => {
  const { page, context, leave } = await on.visit({ as: "patient2@example.test" });
  await page.goto("/");
  await page.getByRole("link", { name: "See all visits" }).waitFor();
  await context.setOffline(true);
  await page.getByText("You are offline. What you see here may be old.").waitFor();
  await context.setOffline(false);
  await page.getByText("You are offline.").waitFor({ state: "detached" });
  await leave();
});

test("every page has its own title, and a new page is read from its top", async () => {
  const { page, leave } = await on.visit({ as: "patient3@example.test" });
  const titles: string[] = [];
  const here = async (heading: string | RegExp) => {
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    titles.push(await page.title());
  };
  await page.goto("/");
  await here(/^Good /);
  for (const [name, heading] of [
    ["Visits", "Your visits"],
    ["Book a visit", "What is the visit for?"],
    ["Messages", "Messages"],
  ] as const) {
    await page.getByRole("link", { name, exact: true }).click();
    await here(heading);
    expect(await focused(page), heading).toBe("main");
  }
  await page.goto("/nowhere");
  await here("We can't find that page");
  expect(new Set(titles).size).toBe(titles.length);
  await leave();
});
