import { resolveTemplate, translator } from "@solid-primitives/i18n";
import { batch, createSignal } from "solid-js";
import {
  ago,
  clockTime,
  dateTime,
  type Language,
  localDay,
  longDay,
  shortDay,
  tileParts,
} from "#domain/time.ts";
import { now } from "#web/api/clock.ts";
import { catalogs, type Key, type Part, type Words } from "./catalog.ts";

// The boot script in the page's head picks by the same rule, to fetch the catalog early.
const STORED = "language";
export function preferredLanguage(): Language {
  let wish: string | null = null;
  try {
    wish = localStorage.getItem(STORED);
  } catch {
    // A browser that blocks storage still has a language.
  }
  return (wish ?? navigator.language).startsWith("es") ? "es" : "en";
}

const [language, setSignal] = createSignal<Language>("en");
const [catalog, setCatalog] = createSignal<Words>({});
/** Whom the page is about, where that is not its reader: their first name. */
const [person, setPerson] = createSignal<string>();

let base: Words = {};
// Laid over the others: the same sentences, about someone else.
let aboutThem: Words = {};
const lay = (): void => void setCatalog({ ...base, ...aboutThem });

export { language };

const known = new Set<Part>(["core"]);
/** The part that came with the page, for the screen landed on: it has the core's words within. */
let landed: Part | undefined;

export function landOn(part: Part | undefined): void {
  landed = part;
  if (part) known.add(part);
}

/** Brings one part's words in the language of the page; a screen's route waits for it. */
export async function learn(part: Part): Promise<void> {
  if (known.has(part)) return;
  const words = await catalogs[part][language()]();
  known.add(part);
  base = { ...base, ...words };
  lay();
}

/** Switches the whole page. `keep` remembers it on this device: the one thing we store there. */
export async function speak(next: Language, keep = true): Promise<void> {
  const [theirs, ...parts] = await Promise.all(
    [person() === undefined ? undefined : catalogs.acting[next]()].concat(
      [...known].filter((part) => part !== "core" || !landed).map((part) => catalogs[part][next]()),
    ),
  );
  batch(() => {
    base = Object.assign({}, ...parts);
    aboutThem = theirs ?? {};
    lay();
    setSignal(next);
  });
  document.documentElement.lang = next;
  if (!keep) return;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Not remembered, still switched.
  }
}

/** Speaks about someone else from here on, or with no name about the reader again. */
export async function speakAbout(firstName: string | undefined): Promise<void> {
  const words = firstName === undefined ? {} : await catalogs.acting[language()]();
  batch(() => {
    setPerson(firstName);
    aboutThem = words;
    lay();
  });
}

type Values = Record<string, string | number>;
const words = translator(catalog, resolveTemplate);

/** A sentence of the catalog with its values filled in. */
export const t = (key: Key, values?: Values): string =>
  // "a las 9:15 a.m." may end a sentence: one full stop is enough.
  (words(key, { person: person() ?? "", ...values }) ?? "").replace(/\.\.(?!\.)/g, ".");

/** The words for a key that may have none: codes of a chart are anybody's. */
export function maybe(key: string): string | undefined {
  const found: unknown = Reflect.get(catalog(), key);
  return typeof found === "string" ? found : undefined;
}

type Counted = { [K in Key]: K extends `${infer Base}_other` ? Base : never }[Key];
/** The sentence for a number: "1 open time", "3 open times". */
export const counted = (base: Counted, count: number): string => {
  const form = new Intl.PluralRules(language()).select(count) === "one" ? "one" : "other";
  return t(`${base}_${form}`, { count });
};

/** The year of a day before this one's: without it "October 7" may be any. */
export function pastYear(instant: string, timeZone: string): string | undefined {
  const year = (at: string) => localDay(at, timeZone).slice(0, 4);
  return year(instant) < year(now()) ? year(instant) : undefined;
}

/** The clinic's formatters in the language of the page. */
export const say = {
  dateTime: (instant: string, timeZone: string) =>
    dateTime(instant, { timeZone, language: language() }),
  longDay: (instant: string, timeZone: string) =>
    longDay(
      instant,
      { timeZone, language: language() },
      { withYear: pastYear(instant, timeZone) !== undefined },
    ),
  shortDay: (instant: string, timeZone: string) =>
    shortDay(instant, { timeZone, language: language() }),
  time: (instant: string, timeZone: string) =>
    clockTime(instant, { timeZone, language: language() }),
  tile: (instant: string, timeZone: string) =>
    tileParts(instant, { timeZone, language: language() }),
  ago: (instant: string) => ago(instant, now(), language()),
};

/** What the practice named in both languages. */
export const named = (thing: { name: string; nameEs?: string | undefined }): string =>
  language() === "es" ? (thing.nameEs ?? thing.name) : thing.name;
