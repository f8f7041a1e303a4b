import { expect, test } from "vitest";
import * as z from "zod/mini";
import { en } from "#functions/exports/words-en.ts";
import { es } from "#functions/exports/words-es.ts";

const Catalog = z.record(z.string(), z.record(z.string(), z.string()));

/** The screens' own words: another tree, which nothing of the server may import. */
async function screens(language: "en" | "es"): Promise<Record<string, string>> {
  const files = ["health", "items", "results"].map(async (name) => {
    const file = new URL(`../../web/i18n/${name}-${language}.ts`, import.meta.url).href;
    return Catalog.parse({ ...(await import(file)) })[language] ?? {};
  });
  return Object.assign({}, ...(await Promise.all(files)));
}

test.each([
  ["en", en],
  ["es", es],
] as const)(
  "paper says in %s what the screens say, and has a word for all they have",
  async (language, paper) => {
    const all = await screens(language);
    const own = Object.entries(paper).filter(([key]) => key in all);
    expect(own.length).toBeGreaterThan(150);
    expect(Object.fromEntries(own)).toEqual(
      Object.fromEntries(own.map(([key]) => [key, all[key]])),
    );
    const shared = Object.keys(all).filter((key) =>
      /^(fact|code|stage|flag)\.|^section\.[a-z-]+$/.test(key),
    );
    expect(shared.filter((key) => !(key in paper) && key !== "section.noneYet")).toEqual([]);
  },
);
