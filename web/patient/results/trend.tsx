import { createMemo, For, Show } from "solid-js";
import type { Flag } from "#domain/measured.ts";
import type { TrendPoint } from "#domain/results.ts";
import { call } from "#web/api/call.ts";
import { t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { AsOf } from "#web/ui/chart/as-of.tsx";
import { day } from "#web/ui/chart/dates.ts";
import { Explained } from "#web/ui/chart/explained.tsx";
import { FlagChip } from "#web/ui/chart/flag-chip.tsx";
import { createPages, Loaded, More, Nothing } from "#web/ui/chart/pages.tsx";
import { amountWithUnit, amountWords, rangeWords, unitWords } from "#web/ui/chart/value-words.ts";
import { param } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Shape, TrendChart } from "./trend-chart.tsx";
import { type Series, seriesOf } from "./trend-scale.ts";

/** One test over time: the newest value large, a picture, and every value in a table. */
export function Trend() {
  const loinc = param("loinc");
  const pages = createPages((cursor) => call("GET /results/trends/{loinc}", { loinc, cursor }));
  const name = () => pages.load.data()?.items[0]?.name;
  const title = () => (name() ? t("trend.title", { name: name() ?? "" }) : t("section.results"));
  createTitle(title);
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/health/results">{t("results.back")}</BackLink>
        <h1>{title()}</h1>
        <div class="small chart-more">
          <Explained loinc={loinc} name={name() ?? ""} />
        </div>
      </div>
      <Loaded load={pages.load}>
        {(page) => (
          <Show
            when={page().items[0]}
            fallback={<Nothing title={t("trend.none")}>{t("trend.noneHelp")}</Nothing>}
          >
            {(newest) => (
              <div class="split">
                <div class="stack wide">
                  <Newest point={newest()} />
                  <Pictures points={page().items} name={newest().name} />
                </div>
                <div class="stack">
                  <Table points={page().items} />
                  <More pages={pages} />
                  <AsOf of={page()} />
                </div>
              </div>
            )}
          </Show>
        )}
      </Loaded>
    </div>
  );
}

const Newest = (props: { point: TrendPoint }) => (
  <p class="chart-newest">
    <span class="soft">
      {t("trend.newest")} · {day(props.point.date)}
    </span>
    <span class="row">
      <span>
        <strong class="num chart-huge">{amountWords(props.point.value)}</strong>{" "}
        <span class="soft">{unitWords(props.point.value.unit ?? "")}</span>
      </span>
      <FlagChip flag={props.point.flag} />
    </span>
  </p>
);

function Pictures(props: { points: readonly TrendPoint[]; name: string }) {
  const all = createMemo(() => seriesOf(props.points));
  return (
    <>
      <Show when={all().length > 1}>
        <p class="soft">{t("trend.mixed")}</p>
      </Show>
      <For each={all()}>
        {(series) => (
          <figure class="card stack">
            <Show when={series.unit}>
              <strong class="small soft">{unitWords(series.unit)}</strong>
            </Show>
            <TrendChart series={series} name={props.name} />
            <Legend series={series} />
          </figure>
        )}
      </For>
    </>
  );
}

const bandIn = ({ points }: Series): string | undefined => {
  const range = points.at(-1)?.range;
  return range && (range.low !== undefined || range.high !== undefined)
    ? rangeWords(range)
    : undefined;
};
const flagsIn = ({ points }: Series): Flag[] => [
  ...new Set(points.flatMap(({ flag }) => (flag && flag !== "normal" ? [flag] : []))),
];
const hasBounds = ({ points }: Series) => points.some(({ value }) => value.comparator);

const Legend = (props: { series: Series }) => (
  <figcaption class="small soft chart-legend">
    <Show when={bandIn(props.series)}>
      {(band) => (
        <span class="row note">
          <i class="chart-swatch" />
          {t("trend.band")}: {band()}
        </span>
      )}
    </Show>
    <For each={flagsIn(props.series)}>
      {(flag) => (
        <span class="row note">
          <Shape flag={flag} />
          {t(`flag.${flag}`)}
        </span>
      )}
    </For>
    <Show when={hasBounds(props.series)}>
      <span>{t("trend.bound")}</span>
    </Show>
  </figcaption>
);

const Table = (props: { points: readonly TrendPoint[] }) => (
  <table class="chart-table">
    <caption>{t("trend.all")}</caption>
    <thead>
      <tr>
        <th scope="col">{t("trend.day")}</th>
        <th scope="col">{t("trend.value")}</th>
        <th scope="col">{t("trend.usual")}</th>
      </tr>
    </thead>
    <tbody>
      <For each={props.points}>
        {(point) => (
          <tr>
            <th scope="row">
              <Show when={point.resultId} fallback={day(point.date)}>
                {(id) => <a href={`/health/results/${id()}`}>{day(point.date)}</a>}
              </Show>
            </th>
            <td>
              <strong class="num">{amountWithUnit(point.value)}</strong>{" "}
              <FlagChip flag={point.flag} />
            </td>
            <td class="soft num">{point.range && rangeWords(point.range)}</td>
          </tr>
        )}
      </For>
    </tbody>
  </table>
);
