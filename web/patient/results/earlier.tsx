import { For, Show } from "solid-js";
import type { EarlierResult } from "#domain/results.ts";
import { t } from "#web/i18n/language.ts";
import { stageWords } from "#web/ui/chart/codes.ts";
import { day } from "#web/ui/chart/dates.ts";
import { MeasuredList } from "#web/ui/chart/measured-list.tsx";

const when = ({ status, issued }: EarlierResult): string =>
  issued
    ? t("results.earlierOn", { status: stageWords(status), day: day(issued) })
    : stageWords(status);

/** Nothing that was once said is hidden; it only stands back. */
export const Earlier = (props: { all: readonly EarlierResult[] }) => (
  <details class="chart-earlier">
    <summary class="link">{t("results.earlier")}</summary>
    <For each={props.all}>
      {(one) => (
        <section class="card stack" aria-label={when(one)}>
          <h2>{when(one)}</h2>
          <MeasuredList all={one.values} of={one.status} />
          <Show when={one.conclusion}>{(said) => <p class="chart-text">{said()}</p>}</Show>
        </section>
      )}
    </For>
  </details>
);
