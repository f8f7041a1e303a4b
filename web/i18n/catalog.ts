import type { Language } from "#domain/time.ts";
import type { en as account } from "./account-en.ts";
import type { en as appointments } from "./appointments-en.ts";
import type { en as asking } from "./asking-en.ts";
import type { en as carers } from "./carers-en.ts";
import type { en as core } from "./en.ts";
import type { en as requests } from "./requests-en.ts";

/** A catalog in another language: the same keys, all of them, or it does not compile. */
export type Translation<English> = Readonly<Record<keyof English, string>>;

type All = typeof core &
  typeof account &
  typeof appointments &
  typeof requests &
  typeof asking &
  typeof carers;
export type Key = keyof All;
export type Words = Partial<Record<Key, string>>;

/** Words come in parts, one per capability, so that a phone fetches only what its screen says. */
export type Part =
  | "core"
  | "account"
  | "appointments"
  | "requests"
  | "asking"
  | "carers"
  | "acting";

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
  requests: {
    en: async () => (await import("./requests-en.ts")).en,
    es: async () => (await import("./requests-es.ts")).es,
  },
  asking: {
    en: async () => (await import("./asking-en.ts")).en,
    es: async () => (await import("./asking-es.ts")).es,
  },
  carers: {
    en: async () => (await import("./carers-en.ts")).en,
    es: async () => (await import("./carers-es.ts")).es,
  },
  /** Laid over all the others while a carer acts for someone: the same keys, about a third person. */
  acting: {
    en: async () => (await import("./carers-en.ts")).acting,
    es: async () => (await import("./carers-es.ts")).acting,
  },
};
