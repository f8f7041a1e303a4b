import { For, Show } from "solid-js";
import type * as z from "zod/mini";
import type { RecordSection } from "#domain/record-sections.ts";
import type { SectionSummary } from "#domain/records.ts";
import { type Answer, call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { counted, t } from "#web/i18n/language.ts";
import { AsOf } from "#web/ui/chart/as-of.tsx";
import { Loaded } from "#web/ui/chart/pages.tsx";
import { Questions } from "#web/ui/chart/questions.tsx";
import { Sign } from "#web/ui/chart/sign.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { PhoneLink } from "#web/ui/notice.tsx";
import { createTitle } from "#web/ui/title.ts";
import { GROUPS, type Group, type Listed } from "./groups.ts";

type Summary = z.infer<typeof SectionSummary>;
type All = Answer<"GET /records">;

const GROUP_NAMES: readonly Group[] = ["care", "visits", "you", "money"];
const NAMES: readonly RecordSection[] = ["results", ...Object.values(GROUPS).flat()];

/** What the chart holds, section by section, and what is not shown of it. */
export function Sections() {
  const load = createLoad<All>(() => call("GET /records", {}));
  createTitle(() => t("health.title"));
  return (
    <div class="stack wide">
      <div>
        <h1>{t("health.title")}</h1>
        <p class="soft">{t("health.lead")}</p>
      </div>
      <Loaded load={load}>{(all) => <Chart all={all()} />}</Loaded>
    </div>
  );
}

function Chart(props: { all: All }) {
  const of = (id: RecordSection) => props.all.items.find((section) => section.id === id);
  const filled = (ids: readonly Listed[]) => ids.filter((id) => (of(id)?.count ?? 0) > 0);
  const empty = (readable: boolean) =>
    NAMES.filter((id) => of(id)?.count === 0 && of(id)?.readable === readable);
  return (
    <>
      <AsOf of={props.all} />
      <ResultsCard section={of("results")} />
      <For each={GROUP_NAMES}>
        {(group) => (
          <Show when={filled(GROUPS[group]).length > 0}>
            <section class="stack" aria-labelledby={group}>
              <h2 id={group}>{t(`health.group.${group}`)}</h2>
              <ul class="chart-sections">
                <For each={filled(GROUPS[group])}>
                  {(id) => (
                    <li>
                      <SectionCard id={id} section={of(id)} />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          </Show>
        )}
      </For>
      <Names ids={empty(true)} title={t("health.none")} help={t("health.noneHelp")} />
      <Names
        ids={empty(false)}
        title={t("health.unreadable")}
        help={t("health.unreadableHelp")}
        call
      />
      <p>
        <a class="link" href="/health/download">
          {t("health.download")}
          <Icon name="right" size={16} />
        </a>
      </p>
      <p>
        <a class="link" href="/health/not-shown">
          {t("hidden.title")}
          <Icon name="right" size={16} />
        </a>
      </p>
      <Questions />
    </>
  );
}

const howMany = ({ count, more }: Summary): string =>
  more ? t("health.many", { count }) : counted("health.count", count);

const ResultsCard = (props: { section: Summary | undefined }) => (
  <a class="card chart-card chart-first" href="/health/results">
    <span class="chart-kind">
      <Sign name="lab" size={24} />
    </span>
    <span class="visit-body">
      <strong class="chart-name">{t("section.results")}</strong>
      <span class="soft">
        <Show when={(props.section?.count ?? 0) > 0 && props.section} fallback={t("results.none")}>
          {(section) => howMany(section())}
        </Show>
      </span>
    </span>
    <span class="visit-go">
      <Icon name="right" />
    </span>
  </a>
);

const SectionCard = (props: { id: Listed; section: Summary | undefined }) => (
  <a class="card chart-card" href={`/health/${props.id}`}>
    <span class="visit-body">
      <strong>{t(`section.${props.id}`)}</strong>
      <span class="soft small">{t(`section.${props.id}.lead`)}</span>
    </span>
    <Show when={props.section}>
      {(section) => (
        <span class="small num chart-count">
          <span aria-hidden="true">
            {section().count}
            {section().more ? "+" : ""}
          </span>
          <span class="sr">{howMany(section())}</span>
        </span>
      )}
    </Show>
    <span class="visit-go">
      <Icon name="right" />
    </span>
  </a>
);

/** Sections with nothing to open: named, so that nobody wonders whether they were forgotten. */
const Names = (props: {
  ids: readonly RecordSection[];
  title: string;
  help: string;
  call?: boolean;
}) => (
  <Show when={props.ids.length > 0}>
    <section class="chart-names stack" aria-label={props.title}>
      <h2>{props.title}</h2>
      <ul class="row">
        <For each={props.ids}>{(id) => <li class="chip">{t(`section.${id}`)}</li>}</For>
      </ul>
      <p class="soft">{props.help}</p>
      <Show when={props.call}>
        <PhoneLink />
      </Show>
    </section>
  </Show>
);
