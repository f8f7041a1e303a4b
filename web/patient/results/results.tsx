import { createSignal, For, lazy, Show, Suspense } from "solid-js";
import type { ResultSummary } from "#domain/results.ts";
import { call } from "#web/api/call.ts";
import { chart } from "#web/api/chart.ts";
import { counted, t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { AsOf } from "#web/ui/chart/as-of.tsx";
import { day } from "#web/ui/chart/dates.ts";
import { FlagChip } from "#web/ui/chart/flag-chip.tsx";
import { createPages, Loaded, More, Nothing } from "#web/ui/chart/pages.tsx";
import { Sign } from "#web/ui/chart/sign.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { createTitle } from "#web/ui/title.ts";
import { byYear } from "./by-year.ts";
import { StageChip } from "./stage.tsx";

// Few choose when to hear of results, and once: who never does fetches nothing of it.
const Timing = lazy(async () => ({ default: (await import("./timing.tsx")).Timing }));

/** All results that may be seen, newest first, by year. */
export function Results() {
  const pages = createPages((cursor) => call("GET /results", { cursor }));
  createTitle(() => t("section.results"));
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/health">{t("health.back")}</BackLink>
        <h1>{t("section.results")}</h1>
      </div>
      <Loaded load={pages.load}>
        {(page) => (
          <Show
            when={page().items.length > 0}
            fallback={<Nothing title={t("results.none")}>{t("results.noneHelp")}</Nothing>}
          >
            <For each={byYear(page().items)}>
              {({ year, items }) => (
                <section class="stack" aria-label={year || t("section.results")}>
                  <Show when={year}>
                    <h2>{year}</h2>
                  </Show>
                  <ul class="visit-list">
                    <For each={items}>
                      {(result) => (
                        <li>
                          <ResultCard result={result} />
                        </li>
                      )}
                    </For>
                  </ul>
                </section>
              )}
            </For>
            <More pages={pages} />
            <AsOf of={page()} />
          </Show>
        )}
      </Loaded>
      <Show when={chart() === undefined}>
        <Choices onChange={() => void pages.load.reload()} />
      </Show>
    </div>
  );
}

/** When to hear of results, folded away below them until somebody wants it. */
function Choices(props: { onChange: () => void }) {
  const [open, setOpen] = createSignal(false);
  return (
    <details class="card" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="link">{t("timing.title")}</summary>
      <Show when={open()}>
        <Suspense fallback={<Skeleton />}>
          <Timing onChange={props.onChange} />
        </Suspense>
      </Show>
    </details>
  );
}

const meta = ({ kind, date, issued, values }: ResultSummary): string =>
  [
    t(`kind.${kind}`),
    (date ?? issued) && day(date ?? issued ?? ""),
    values > 1 ? counted("results.values", values) : undefined,
  ]
    .filter(Boolean)
    .join(" · ");

const ResultCard = (props: { result: ResultSummary }) => (
  <a class="card chart-card" href={`/health/results/${props.result.id}`}>
    <span class="chart-kind">
      <Sign name={props.result.kind} size={24} />
    </span>
    <span class="visit-body">
      <strong class="visit-line">{props.result.title || t("item.untitled")}</strong>
      <span class="soft small">{meta(props.result)}</span>
      <span class="row chart-chips">
        <FlagChip flag={props.result.flag} />
        <StageChip status={props.result.status} />
        <Show when={props.result.commented}>
          <span class="small soft row note">
            <Sign name="quote" size={16} />
            {t("results.commented")}
          </span>
        </Show>
      </span>
    </span>
    <span class="visit-go">
      <Icon name="right" />
    </span>
  </a>
);
