import { inspect } from "./axe.ts";
import { main } from "./booking-steps.ts";
import { type Language, spoken } from "./spoken.ts";
import { on } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

/** One walk through the screens in one language; each state is inspected as it comes. */
export async function walk(language: Language, as?: string) {
  const someone: Visitor = await on.visit({ language, ...(as && { as }) });
  const { page } = someone;
  const t = await spoken(language);
  const heading = (key: string, level = 1) =>
    page.getByRole("heading", { level, name: t(key) }).waitFor();
  return {
    ...someone,
    t,
    heading,
    look: (name: string) => inspect(page, name, language),
    press: (key: string) => page.getByRole("button", { name: t(key) }).click(),
    follow: (key: string) =>
      page
        .getByRole("link", { name: t(key) })
        .first()
        .click(),
    reads: (key: string) => main(page).getByText(t(key)).first().waitFor(),
  };
}
