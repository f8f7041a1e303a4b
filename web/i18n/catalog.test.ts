// @vitest-environment node
import { describe, expect, it } from "vitest";
import { en as accountEn } from "./account-en.ts";
import { es as accountEs } from "./account-es.ts";
import { en as appointmentsEn } from "./appointments-en.ts";
import { es as appointmentsEs } from "./appointments-es.ts";
import { en as askingEn } from "./asking-en.ts";
import { es as askingEs } from "./asking-es.ts";
import { acting as actingEn, en as carersEn } from "./carers-en.ts";
import { acting as actingEs, es as carersEs } from "./carers-es.ts";
import { en as coreEn } from "./en.ts";
import { es as coreEs } from "./es.ts";
import { en as exportsEn } from "./exports-en.ts";
import { es as exportsEs } from "./exports-es.ts";
import { en as healthEn } from "./health-en.ts";
import { es as healthEs } from "./health-es.ts";
import { en as itemsEn } from "./items-en.ts";
import { es as itemsEs } from "./items-es.ts";
import { en as messagesEn } from "./messages-en.ts";
import { es as messagesEs } from "./messages-es.ts";
import { en as recordsEn } from "./records-en.ts";
import { es as recordsEs } from "./records-es.ts";
import { en as requestsEn } from "./requests-en.ts";
import { es as requestsEs } from "./requests-es.ts";
import { en as resultsEn } from "./results-en.ts";
import { es as resultsEs } from "./results-es.ts";
import { en as timingEn } from "./timing-en.ts";
import { es as timingEs } from "./timing-es.ts";

const partsEn = [
  coreEn,
  accountEn,
  appointmentsEn,
  requestsEn,
  askingEn,
  healthEn,
  resultsEn,
  recordsEn,
  itemsEn,
  exportsEn,
  messagesEn,
  timingEn,
  carersEn,
];
const english: Record<string, string> = Object.assign({}, ...partsEn);
const spanish: Record<string, string> = Object.assign(
  {},
  ...[
    coreEs,
    accountEs,
    appointmentsEs,
    requestsEs,
    askingEs,
    healthEs,
    resultsEs,
    recordsEs,
    itemsEs,
    exportsEs,
    messagesEs,
    timingEs,
    carersEs,
  ],
);
const placeholders = (text: string) => (text.match(/\{\{ \w+ \}\}/g) ?? []).sort();

describe("the catalogs", () => {
  it("say everything in both languages", () => {
    expect(Object.keys(spanish).sort()).toEqual(Object.keys(english).sort());
    for (const text of Object.values(spanish)) expect(text.trim()).not.toBe("");
  });

  it("fill the same blanks in both languages", () => {
    for (const [key, text] of Object.entries(english)) {
      expect(placeholders(spanish[key] ?? ""), key).toEqual(placeholders(text));
    }
  });

  it("keep no key in two parts", () => {
    const parts = partsEn.map((part) => Object.keys(part).length);
    expect(Object.keys(english)).toHaveLength(parts.reduce((sum, count) => sum + count, 0));
  });

  it("fill the blanks of a sentence also where it is about someone else", () => {
    const overlays: [Record<string, string>, Record<string, string>][] = [
      [actingEn, english],
      [actingEs, spanish],
    ];
    for (const [overlay, base] of overlays) {
      for (const [key, text] of Object.entries(overlay)) {
        const blanks = placeholders(text).filter((blank) => blank !== "{{ person }}");
        const known = placeholders(base[key] ?? "").filter((blank) => blank !== "{{ name }}");
        expect(blanks, key).toEqual(known);
      }
    }
  });

  it("read at grade 8 or below in English", () => {
    for (const catalog of [english, actingEn]) {
      expect(fleschKincaid(prose(catalog))).toBeLessThanOrEqual(8);
      for (const text of sentences(catalog)) expect(fleschKincaid([text]), text).toBeLessThan(11);
    }
  });

  it("read easily in Spanish", () => {
    for (const catalog of [spanish, actingEs]) {
      expect(fernandezHuerta(prose(catalog))).toBeGreaterThanOrEqual(60);
    }
  });
});

const sentences = (catalog: Record<string, string>) =>
  prose(catalog).filter((text) => text.split(" ").length > 8);

/** The sentences among the entries; labels of a few words have no grade. */
function prose(catalog: Record<string, string>): string[] {
  return Object.values(catalog)
    .map((text) => text.replace(/\{\{ \w+ \}\}/g, "Monday"))
    .flatMap((text) => text.split(/[.!?:]\s+|[.!?]$/))
    .filter((text) => text.split(" ").length > 4);
}
const words = (texts: readonly string[]) => texts.join(" ").match(/[\p{L}']+/gu) ?? [];
const syllables = (word: string, vowels: RegExp) =>
  Math.max(1, (word.toLowerCase().match(vowels) ?? []).length);
const ENGLISH = /[aeiouy]+(?<!(?<=[^l])e$)/g;
const SPANISH = /[aeiouáéíóúü]+/g;
const perWord = (texts: readonly string[], vowels: RegExp) =>
  words(texts).reduce((sum, word) => sum + syllables(word, vowels), 0) / words(texts).length;

function fleschKincaid(texts: readonly string[]): number {
  return 0.39 * (words(texts).length / texts.length) + 11.8 * perWord(texts, ENGLISH) - 15.59;
}
function fernandezHuerta(texts: readonly string[]): number {
  return 206.84 - 60 * perWord(texts, SPANISH) - 1.02 * (words(texts).length / texts.length);
}
