import { deep } from "#test/fixtures/deep.ts";
import { inspect } from "./axe.ts";
import type { Locator, Page } from "./chromium.ts";
import { keyboard } from "./keyboard.ts";
import { on } from "./stage.ts";
import { DESK } from "./visitor.ts";

/** Somebody at the desk who never touches the mouse. */
export async function staff(as = "frontdesk@example.test") {
  const visitor = await on.visit({ as, viewport: DESK });
  const { page } = visitor;
  const look = async (name: string): Promise<void> => {
    await inspect(page, `console-${name}`, "en");
    await page.setViewportSize(DESK);
  };
  return {
    ...visitor,
    keys: keyboard(page),
    /** This state of the screen at both sizes; then it is a desk again. */
    look,
    /** Built of what another state shows already: in the long run only. */
    lookAgain: async (name: string): Promise<void> => {
      if (deep) await look(name);
    },
  };
}
export type Staff = Awaited<ReturnType<typeof staff>>;

/** A patient of our own, with their name in the chart; what they see is asked for, not looked at. */
export async function patient(n: number) {
  const email = `patient${n}@example.test`;
  const visitor = await on.visit({ as: email });
  const [found] = await on.product.find(`Patient?email=${email}`);
  // The simulator's own record.
  const { id, name, birthDate } = found as unknown as {
    id: string;
    birthDate: string;
    name: { text: string }[];
  };
  const leave = () => visitor.context.close();
  return { ...visitor, email, id, birthDate, name: name[0]?.text ?? "", leave };
}

const DAY_MS = 86_400_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** A patient who asks for a first visit. */
export async function asking(n: number) {
  const who = await patient(n);
  const asked = await who.api("POST", "/appointments", {
    visitTypeId: "new-patient",
    preferred: [{ from: inDays(6), to: inDays(6.3) }],
    reason: `Knee pain, ${n}`,
  });
  const visitId: string = asked.id;
  return { ...who, visitId, visit: () => who.api("GET", `/appointments/${visitId}`) };
}

export const rows = (page: Page): Locator => page.locator(".queue-pick");
export const row = (page: Page, name: string): Locator => rows(page).filter({ hasText: name });
export const names = (page: Page): Promise<string[]> =>
  page.locator(".queue-name").allTextContents();
export const nameInHand = (page: Page): Promise<string | null> =>
  page.locator(".queue-pick[aria-current] .queue-name").textContent();
export const dialog = (page: Page): Locator => page.getByRole("dialog");
export const times = (page: Page): Locator => dialog(page).locator(".picker-time");
export const said = (page: Page, words: string | RegExp): Promise<void> =>
  page.locator(".told").getByText(words).waitFor();

/** Has the one row of this name in hand, found by searching the list. */
export async function takeInHand({ page, keys }: Staff, name: string): Promise<void> {
  await page.locator(".queue").or(page.locator(".pane-list .nothing")).waitFor();
  await keys.press("/", "Control+a");
  await keys.type(name);
  await keys.press("Enter");
  await row(page, name).and(page.locator("[aria-current]")).waitFor();
}

/** Opens what the palette finds under these words. */
export async function goByName({ page, keys }: Staff, words: string): Promise<void> {
  await keys.press("Control+k");
  await keys.type(words);
  await dialog(page).getByRole("option", { name: words, selected: true }).waitFor();
  await keys.press("Enter");
}

/** Sends what a dialog is about, from wherever in it the focus is. */
export const send = ({ keys }: Staff): Promise<void> => keys.press("Control+Enter");
