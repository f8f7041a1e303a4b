import type { Plugin } from "vite";

/** Parts of the words that a phone may land on: each brings along what every screen says, and what all of health says. */
export const LANDED = ["results", "records", "items", "exports"] as const;

const PART = new RegExp(`/i18n/(${LANDED.join("|")})-(en|es)\\.ts$`);

/**
 * One file of words for a first screen instead of three: a request costs a phone more than a kilobyte that it may have
 * already. The sources stay apart; here copies of the others are laid under a part.
 */
export const wordsTogether = (): Plugin => ({
  name: "words-together",
  enforce: "pre",
  transform(code, id) {
    const [, part, language] = PART.exec(id) ?? [];
    if (part === undefined || language === undefined) return undefined;
    const opening = new RegExp(`export const ${language}(: [^=]+)? = \\{`);
    if (!opening.test(code)) throw new Error(`No words in ${id}.`);
    const copied = [
      `import { ${language} as core } from "./${language}.ts?with=${part}";`,
      `import { ${language} as health } from "./health-${language}.ts?with=${part}";`,
    ].join("");
    return copied + code.replace(opening, (found) => `${found} ...core, ...health,`);
  },
});
