import { createEffect, createSignal, on } from "solid-js";
import { language } from "#web/i18n/language.ts";

type Explained = ReadonlyMap<string, string>;
const [words, setWords] = createSignal<{ of: string; all: Explained }>();

const READ = {
  en: async () => (await import("#web/i18n/lab-tests-en.ts")).en,
  es: async () => (await import("#web/i18n/lab-tests-es.ts")).es,
};

/** For a screen: brings what common tests are about, again when the language changes. Done also where that failed. */
export function useTests(): Promise<void> {
  createEffect(on(language, learnTests, { defer: true }));
  return learnTests();
}

async function learnTests(): Promise<void> {
  const wanted = language();
  if (words()?.of === wanted) return;
  try {
    const [found, { byCode }] = await Promise.all([
      READ[wanted](),
      import("#web/i18n/lab-tests.ts"),
    ]);
    setWords({ of: wanted, all: byCode(found) });
  } catch {
    // No network: the values stand without them.
  }
}

/** What a test is about, in our words, where we have some. */
export const explained = (loinc: string | undefined): string | undefined =>
  words()?.of === language() && loinc ? words()?.all.get(loinc) : undefined;
