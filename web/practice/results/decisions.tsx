import { For, Show } from "solid-js";
import type { DeskDecision } from "#domain/release-desk.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { DECIDED, inChartWords } from "./words.ts";

/** What clinicians decided about showing a result, and whether the chart says so. */
export const Decisions = (props: { all: readonly DeskDecision[] }) => (
  <Show when={props.all.length > 0}>
    <section class="stack" aria-labelledby="decisions">
      <h3 id="decisions">Decided so far</h3>
      <ul class="stack">
        <For each={props.all}>
          {({ decision, by, at, writeBack }) => (
            <li>
              <strong>{DECIDED[decision]}</strong> by {by},{" "}
              {say.dateTime(at, practice()?.timeZone ?? "UTC")}
              <p class="soft small">{inChartWords(writeBack)}</p>
            </li>
          )}
        </For>
      </ul>
    </section>
  </Show>
);
