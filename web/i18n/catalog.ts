import type { Language } from "#domain/time.ts";
import type { en as account } from "./account-en.ts";
import type { en as appointments } from "./appointments-en.ts";
import type { en as asking } from "./asking-en.ts";
import type { en as carers } from "./carers-en.ts";
import type { en as core } from "./en.ts";
import type { en as exports } from "./exports-en.ts";
import type { en as health } from "./health-en.ts";
import type { en as items } from "./items-en.ts";
import type { en as messages } from "./messages-en.ts";
import type { en as records } from "./records-en.ts";
import type { en as requests } from "./requests-en.ts";
import type { en as results } from "./results-en.ts";

/** A catalog in another language: the same keys, all of them, or it does not compile. */
export type Translation<English> = Readonly<Record<keyof English, string>>;

type All = typeof core &
  typeof account &
  typeof appointments &
  typeof requests &
  typeof asking &
  typeof health &
  typeof results &
  typeof records &
  typeof items &
  typeof exports &
  typeof messages &
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
  | "health"
  | "results"
  | "records"
  | "items"
  | "exports"
  | "messages"
  | "carers"
  | "acting";

type Catalog = Record<Language, () => Promise<Words>>;

const both = (en: () => Promise<{ en: Words }>, es: () => Promise<{ es: Words }>): Catalog => ({
  en: async () => (await en()).en,
  es: async () => (await es()).es,
});

const carersEn = () => import("./carers-en.ts");
const carersEs = () => import("./carers-es.ts");

export const catalogs: Record<Part, Catalog> = {
  core: both(
    () => import("./en.ts"),
    () => import("./es.ts"),
  ),
  account: both(
    () => import("./account-en.ts"),
    () => import("./account-es.ts"),
  ),
  appointments: both(
    () => import("./appointments-en.ts"),
    () => import("./appointments-es.ts"),
  ),
  requests: both(
    () => import("./requests-en.ts"),
    () => import("./requests-es.ts"),
  ),
  asking: both(
    () => import("./asking-en.ts"),
    () => import("./asking-es.ts"),
  ),
  health: both(
    () => import("./health-en.ts"),
    () => import("./health-es.ts"),
  ),
  results: both(
    () => import("./results-en.ts"),
    () => import("./results-es.ts"),
  ),
  records: both(
    () => import("./records-en.ts"),
    () => import("./records-es.ts"),
  ),
  items: both(
    () => import("./items-en.ts"),
    () => import("./items-es.ts"),
  ),
  exports: both(
    () => import("./exports-en.ts"),
    () => import("./exports-es.ts"),
  ),
  messages: both(
    () => import("./messages-en.ts"),
    () => import("./messages-es.ts"),
  ),
  carers: both(carersEn, carersEs),
  /** Laid over all the others while a carer acts for someone: the same keys, about a third person. */
  acting: {
    en: async () => (await carersEn()).acting,
    es: async () => (await carersEs()).acting,
  },
};
