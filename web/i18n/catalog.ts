import type { Language } from "#domain/time.ts";
import type { en as account } from "./account-en.ts";
import type { en as appointments } from "./appointments-en.ts";
import type { en as core } from "./en.ts";

/** A catalog in another language: the same keys, all of them, or it does not compile. */
export type Translation<English> = Readonly<Record<keyof English, string>>;

type All = typeof core & typeof account & typeof appointments;
export type Key = keyof All;
export type Words = Partial<Record<Key, string>>;

/** Words come in parts, one per capability, so that a phone fetches only what its screen says. */
export type Part = "core" | "account" | "appointments";

export const catalogs: Record<Part, Record<Language, () => Promise<Words>>> = {
  core: {
    en: async () => (await import("./en.ts")).en,
    es: async () => (await import("./es.ts")).es,
  },
  account: {
    en: async () => (await import("./account-en.ts")).en,
    es: async () => (await import("./account-es.ts")).es,
  },
  appointments: {
    en: async () => (await import("./appointments-en.ts")).en,
    es: async () => (await import("./appointments-es.ts")).es,
  },
};
