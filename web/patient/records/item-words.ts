import type * as z from "zod/mini";
import type { ChartItem } from "#domain/records.ts";
import { t } from "#web/i18n/language.ts";
import { day } from "#web/ui/chart/dates.ts";
import { valueWords } from "#web/ui/chart/value-words.ts";
import { factWords } from "./facts.tsx";

export type Item = z.infer<typeof ChartItem>;

/** When it was, or from when to when. */
export function whenWords({ date, end }: Item): string | undefined {
  const [start, until] = [date && day(date), end && day(end)];
  return start && until && start !== until
    ? t("item.until", { start, end: until })
    : (start ?? until);
}

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

/** One line about it: its value, or the facts that say most. */
export function gist({ measured, facts }: Item): string | undefined {
  if (measured) {
    const parts = measured.parts ?? [];
    return (parts.length > 0 ? parts : [measured]).map(valueWords).join(" · ");
  }
  const telling = TELLING.flatMap((name) => facts.find((fact) => fact.name === name) ?? []);
  return telling.slice(0, MOST).map(factWords).join(" · ") || undefined;
}
