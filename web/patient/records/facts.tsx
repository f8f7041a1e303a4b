import { For, Show } from "solid-js";
import type * as z from "zod/mini";
import type { Fact as FactSchema } from "#domain/records.ts";
import { language, t } from "#web/i18n/language.ts";
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
  if (text !== undefined) return CODED.has(name) ? codeWords(text) : text;
  if (at !== undefined) return day(at);
  return money(amountCents ?? 0, currency ?? "USD");
}

const money = (cents: number, currency: string): string =>
  new Intl.NumberFormat(`${language()}-US`, { style: "currency", currency }).format(cents / 100);

/** Facts of the same name together, in the order they first come. */
export function together(facts: readonly Fact[]): [Fact["name"], Fact[]][] {
  const names = new Map<Fact["name"], Fact[]>();
  for (const fact of facts) names.set(fact.name, [...(names.get(fact.name) ?? []), fact]);
  return [...names];
}

export const Facts = (props: { all: readonly Fact[] }) => (
  <Show when={props.all.length > 0}>
    <dl class="chart-facts card">
      <For each={together(props.all)}>
        {([name, all]) => (
          <div>
            <dt>{t(`fact.${name}`)}</dt>
            <For each={all}>{(fact) => <dd>{factWords(fact)}</dd>}</For>
          </div>
        )}
      </For>
    </dl>
  </Show>
);
