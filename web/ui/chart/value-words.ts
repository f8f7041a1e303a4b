import type { Amount, Measured, Range } from "#domain/measured.ts";
import { language, t } from "#web/i18n/language.ts";
import { codeWords } from "./codes.ts";

/** Digits a fraction is shown with; whole numbers keep all of theirs. */
const DIGITS = 6;

/** A number as people of this language write it, to six digits: "5.4", "1,250", "0.000123". */
export const numberWords = (number: number): string =>
  new Intl.NumberFormat(
    `${language()}-US`,
    Number.isInteger(number) ? {} : { maximumSignificantDigits: DIGITS },
  ).format(number);

const SIGNS: Readonly<Record<string, string>> = { "<=": "≤", ">=": "≥" };

/** "5.4", or "< 5" where the laboratory gives a bound. */
export const amountWords = ({ number, comparator }: Amount): string =>
  comparator ? `${SIGNS[comparator] ?? comparator} ${numberWords(number)}` : numberWords(number);

const UNITS: Readonly<Record<string, string>> = {
  "[degF]": "°F",
  Cel: "°C",
  "mm[Hg]": "mmHg",
  "[in_i]": "in",
  "[lb_av]": "lb",
  "1": "",
};

/** A unit as it stands on paper, where the chart has its UCUM code: "10³/µL" for "10*3/uL". */
export const unitWords = (unit: string): string =>
  UNITS[unit] ??
  unit
    .replace(/\{([^}]*)\}/g, "$1")
    .replace(/\[([^\]]*)\]/g, "$1")
    .replace(/\b10\*(\d+)/g, (_, power: string) => `10${raised(power)}`)
    .replace("_", " ")
    .replace(/\bm2\b/, "m²")
    .replace(/\bu(?=[LgmM]|mol)/g, "µ");

const raised = (power: string): string =>
  power.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? digit);

/** "5.4 %" */
export const amountWithUnit = (amount: Amount): string =>
  [amountWords(amount), unitWords(amount.unit ?? "")].filter(Boolean).join(" ");

/** "4 to 5.6", "40 or more", or the laboratory's own words. */
export function rangeWords({ low, high, text }: Range): string | undefined {
  if (low !== undefined && high !== undefined)
    return t("value.between", { low: numberWords(low), high: numberWords(high) });
  if (low !== undefined) return t("value.least", { low: numberWords(low) });
  if (high !== undefined) return t("value.most", { high: numberWords(high) });
  return text;
}

/** A value in words, whatever it is. */
export const valueWords = ({ value, text, absent }: Measured): string => {
  if (value) return amountWithUnit(value);
  return text ?? (absent ? `${t("value.none")} (${codeWords(absent)})` : t("value.none"));
};
