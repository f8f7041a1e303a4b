import { For, Show } from "solid-js";
import type { Connection, Drift } from "#domain/connections.ts";
import { say } from "#web/i18n/language.ts";
import { Chip, type Tone } from "#web/ui/chip.tsx";
import type { IconName } from "#web/ui/icon.tsx";
import { may } from "#web/ui/staff/places.ts";
import { DRIFT, REPAIR } from "./words.ts";

const LOOK: Record<Drift["repair"], readonly [Tone, IconName]> = {
  done: ["good", "check"],
  safe: ["wait", "clock"],
  "by-hand": ["bad", "person"],
};

/** Where chart and portal differ, and what became of it. */
export const DriftList = (props: { connection: Connection }) => (
  <section class="box">
    <h3>Differences between chart and portal</h3>
    <Show
      when={props.connection.drift.length > 0}
      fallback={<Agree connection={props.connection} />}
    >
      <For each={kindsOf(props.connection.drift)}>
        {(kind) => (
          <Kind kind={kind} drifts={props.connection.drift.filter((one) => one.kind === kind)} />
        )}
      </For>
    </Show>
  </section>
);

/** More of one kind than this are folded: many busy times must not bury the one visit that is missing. */
const UNFOLDED = 3;

/** What is rare comes first. */
const kindsOf = (drift: readonly Drift[]): Drift["kind"][] =>
  [...Map.groupBy(drift, ({ kind }) => kind)]
    .sort(([, a], [, b]) => a.length - b.length)
    .map(([kind]) => kind);

const Kind = (props: { kind: Drift["kind"]; drifts: readonly Drift[] }) => (
  <Show when={props.drifts.length > UNFOLDED} fallback={<Rows drifts={props.drifts} />}>
    <details class="drift-kind">
      <summary>
        <strong>{DRIFT[props.kind][0]}</strong> <span class="soft num">{props.drifts.length}</span>
      </summary>
      <Rows drifts={props.drifts} />
    </details>
  </Show>
);

const Rows = (props: { drifts: readonly Drift[] }) => (
  <ul class="drift">
    <For each={props.drifts}>{(drift) => <Row drift={drift} />}</For>
  </ul>
);

const Agree = (props: { connection: Connection }) => (
  <p class="soft small">
    {props.connection.lastReconciledAt
      ? "None. Chart and portal agree."
      : "Chart and portal have not been compared yet."}
  </p>
);

const Row = (props: { drift: Drift }) => (
  <li>
    <span class="drift-words">
      <strong>{DRIFT[props.drift.kind][0]}</strong>
      <span class="soft small">{DRIFT[props.drift.kind][1]}</span>
      <span class="soft small">
        {props.drift.reference} · found {say.ago(props.drift.foundAt)}
      </span>
    </span>
    <Show when={may("patients") && props.drift.patientId}>
      {(id) => <a href={`/practice/patients/${id()}`}>Open the patient</a>}
    </Show>
    <Chip tone={LOOK[props.drift.repair][0]} icon={LOOK[props.drift.repair][1]}>
      {REPAIR[props.drift.repair]}
      <Show when={props.drift.repairedAt}>{(at) => ` ${say.ago(at())}`}</Show>
    </Chip>
  </li>
);
