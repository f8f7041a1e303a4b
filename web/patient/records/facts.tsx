import { For, Show } from "solid-js";
import type * as z from "zod/mini";
import type { Fact as FactSchema } from "#domain/records.ts";
import { language, maybe, t } from "#web/i18n/language.ts";
import { codeWords } from "#web/ui/chart/codes.ts";
import { day } from "#web/ui/chart/dates.ts";
import { phoneWords } from "#web/ui/phone.ts";

type Fact = z.infer<typeof FactSchema>;

/** Facts whose words are often a code. */
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
export function factWords({ name, text, at, amountCents, currency }: Fact): string {
  if (name === "phone") return phoneWords(text ?? "");
  if (name === "language") return languageWords(text ?? "");
  if (text !== undefined) return CODED.has(name) ? codeWords(text) : text;
  if (at !== undefined) return day(at);
  return money(amountCents ?? 0, currency ?? "USD");
}

const languageWords = (tag: string): string =>
  /^[a-z]{2}(-[A-Z]{2})?$/.test(tag)
    ? (new Intl.DisplayNames(language(), { type: "language" }).of(tag) ?? tag)
    : tag;

const money = (cents: number, currency: string): string =>
  new Intl.NumberFormat(`${language()}-US`, { style: "currency", currency }).format(cents / 100);

/** Facts of the same name together, in the order they first come. */
export function together(facts: readonly Fact[]): [Fact["name"], Fact[]][] {
  const names = new Map<Fact["name"], Fact[]>();
  for (const fact of facts) names.set(fact.name, [...(names.get(fact.name) ?? []), fact]);
  return [...names];
}

export const Facts = (props: { of: string; all: readonly Fact[] }) => (
  <Show when={props.all.length > 0}>
    <dl class="chart-facts card">
      <For each={together(props.all)}>
        {([name, all]) => (
          <div>
            <dt>{maybe(`fact.${props.of}.${name}`) ?? t(`fact.${name}`)}</dt>
            <For each={all}>{(fact) => <dd>{factWords(fact)}</dd>}</For>
          </div>
        )}
      </For>
    </dl>
  </Show>
);
