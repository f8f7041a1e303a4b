import { chartDay, chartMoment } from "#domain/chart-dates.ts";
import type { Amount, ChartDate, Measured, Range } from "#domain/measured.ts";
import type { Fact } from "#domain/records.ts";
import type { Place } from "#domain/time.ts";
import { en } from "./words-en.ts";
import { es } from "./words-es.ts";

type Key = keyof typeof en;

/** What paper says, in one language and at one clinic. */
export interface Words {
  readonly place: Place;
  /** The words under this key. */
  t(key: Key, values?: Readonly<Record<string, string | number>>): string;
  /** The same for a code of the chart; the code itself where there are no words for it. */
  coded(kind: "code" | "stage" | "flag", code: string): string;
}

export function wordsFor(place: Place): Words {
  const all = place.language === "es" ? es : en;
  const known = new Map<string, string>(Object.entries(all));
  return {
    place,
    t: (key, values = {}) =>
      all[key].replace(/\{\{ (\w+) \}\}/g, (_, name: string) => String(values[name] ?? "")),
    coded: (kind, code) => known.get(`${kind}.${code}`) ?? code,
  };
}

/** Digits a fraction is shown with; whole numbers keep all of theirs. */
const DIGITS = 6;
const SIGNS: Readonly<Record<string, string>> = { "<=": "≤", ">=": "≥" };
const UNITS: Readonly<Record<string, string>> = {
  "[degF]": "°F",
  Cel: "°C",
  "mm[Hg]": "mmHg",
  "[in_i]": "in",
  "[lb_av]": "lb",
  "1": "",
};

const numberWords = (number: number, { place }: Words): string =>
  new Intl.NumberFormat(
    `${place.language}-US`,
    Number.isInteger(number) ? {} : { maximumSignificantDigits: DIGITS },
  ).format(number);

const unitWords = (unit: string): string =>
  UNITS[unit] ??
  unit
    .replace(/\{([^}]*)\}/g, "$1")
    .replace(/\[([^\]]*)\]/g, "$1")
    .replace(/\b10\*(\d+)/g, (_, power: string) => `10${raised(power)}`)
    .replace(/\bu(?=[LgmM]|mol)/g, "µ");

const raised = (power: string): string =>
  power.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? digit);

function amountWords({ number, comparator, unit = "" }: Amount, words: Words): string {
  const bound = comparator ? `${SIGNS[comparator] ?? comparator} ` : "";
  return [bound + numberWords(number, words), unitWords(unit)].filter(Boolean).join(" ");
}

/** A value, its unit or why there is none. */
export function valueWords({ value, text, absent }: Measured, words: Words): string {
  if (value) return amountWords(value, words);
  const none = words.t("value.none");
  return text ?? (absent ? `${none} (${words.coded("code", absent)})` : none);
}

/** "4 to 5.6", "40 or more", or the laboratory's own words. */
export function rangeWords({ low, high, text }: Range, words: Words): string | undefined {
  const number = (value: number) => numberWords(value, words);
  if (low !== undefined && high !== undefined)
    return words.t("value.between", { low: number(low), high: number(high) });
  if (low !== undefined) return words.t("value.least", { low: number(low) });
  return high === undefined ? text : words.t("value.most", { high: number(high) });
}

const CODED: ReadonlySet<Fact["name"]> = new Set([
  "category",
  "certainty",
  "class",
  "criticality",
  "gender",
  "outcome",
  "severity",
]);

/** What a fact says: words, a day, or money. */
export function factWords({ name, text, at, amountCents, currency }: Fact, words: Words): string {
  if (text !== undefined) return CODED.has(name) ? words.coded("code", text) : text;
  if (at !== undefined) return dayWords(at, words);
  return new Intl.NumberFormat(`${words.place.language}-US`, {
    style: "currency",
    currency: currency ?? "USD",
  }).format((amountCents ?? 0) / 100);
}

export const dayWords = (date: ChartDate, { place }: Words): string => chartDay(date, place);
export const momentWords = (date: ChartDate, { place }: Words): string => chartMoment(date, place);
