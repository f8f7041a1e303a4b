import type * as z from "zod/mini";
import type { Measured } from "#domain/measured.ts";
import type { ChartItem } from "#domain/records.ts";
import { maybe, t } from "#web/i18n/language.ts";
import { codeWords } from "#web/ui/chart/codes.ts";
import { day } from "#web/ui/chart/dates.ts";
import { amountWords, unitWords, valueWords } from "#web/ui/chart/value-words.ts";
import { factWords } from "./facts.tsx";

export type Item = z.infer<typeof ChartItem>;

/** When it was, or from when to when. */
export function whenWords({ date, end }: Item): string | undefined {
  const [start, until] = [date && day(date), end && day(end)];
  return start && until && start !== until
    ? t("item.until", { start, end: until })
    : (start ?? until);
}

const PLAIN = new Set(["final", "current"]);

/** A state worth a word: what most records are needs none, and some kinds say theirs in their own way. */
export const stateOf = ({ type, status }: Item): string | undefined =>
  status === undefined || PLAIN.has(status)
    ? undefined
    : (maybe(`code.${type}.${status}`) ?? codeWords(status));

/** Facts that say most beside a title, where they are there. */
const TELLING = [
  "dose",
  "reaction",
  "for",
  "reason",
  "place",
  "payer",
  "author",
  "by",
  "relationship",
];
const MOST = 2;

const BLOOD_PRESSURE = "85354-9";
const pressureWords = (parts: readonly Measured[]): string =>
  `${parts.map(({ value }) => (value ? amountWords(value) : "?")).join("/")} ${unitWords(parts[0]?.value?.unit ?? "")}`;

/** One line about it: its value, or the facts that say most. */
export function gist({ measured, facts }: Item): string | undefined {
  if (measured) {
    const parts = measured.parts ?? [];
    if (measured.loinc === BLOOD_PRESSURE) return pressureWords(parts);
    return (parts.length > 0 ? parts : [measured]).map(valueWords).join(" · ");
  }
  const telling = TELLING.flatMap((name) => facts.find((fact) => fact.name === name) ?? []);
  return telling.slice(0, MOST).map(factWords).join(" · ") || undefined;
}
