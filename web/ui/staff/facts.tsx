import { For, type JSX } from "solid-js";

export type Fact = readonly [label: string, value: JSX.Element];

/** Labels and values; what is not known is left out. */
export const StaffFacts = (props: { facts: readonly (Fact | undefined)[] }) => (
  <dl class="detail-facts">
    <For each={props.facts.filter((fact) => fact !== undefined && Boolean(fact[1]))}>
      {(fact) => (
        <div>
          <dt>{fact?.[0]}</dt>
          <dd>{fact?.[1]}</dd>
        </div>
      )}
    </For>
  </dl>
);
