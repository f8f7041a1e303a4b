import { Show } from "solid-js";
import type { Measured } from "#domain/measured.ts";
import type { Result as Whole } from "#domain/results.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { counted, t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { stageWords } from "#web/ui/chart/codes.ts";
import { moment } from "#web/ui/chart/dates.ts";
import { MeasuredList } from "#web/ui/chart/measured-list.tsx";
import { Loaded } from "#web/ui/chart/pages.tsx";
import { Attachments, Comments } from "#web/ui/chart/papers.tsx";
import { Questions } from "#web/ui/chart/questions.tsx";
import { Sign } from "#web/ui/chart/sign.tsx";
import { Source } from "#web/ui/chart/source.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { param } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Earlier } from "./earlier.tsx";
import { StageNotice } from "./stage.tsx";

/** One result, whole: what it says, what people say of it, and what it said before. */
export function Result() {
  const id = param("id");
  const load = createLoad<Whole>(() => call("GET /results/{id}", { id }));
  const title = () => load.data()?.title || t("section.results");
  createTitle(title);
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/health/results">{t("results.back")}</BackLink>
        <h1>{title()}</h1>
        <Show when={load.data()}>
          {(result) => (
            <p class="soft row note">
              <Sign name={result().kind} />
              {t(`kind.${result().kind}`)}
            </p>
          )}
        </Show>
      </div>
      <Loaded load={load}>
        {(result) => (
          <>
            <StageNotice status={result().status} earlier={result().history.length > 0} />
            <div class="split">
              <div class="stack wide">
                <Show
                  when={
                    hasValues(result()) || !(result().conclusion || result().attachments?.length)
                  }
                >
                  <Values result={result()} />
                </Show>
                <Said result={result()} />
                <Attachments
                  all={result().attachments}
                  of={{ section: "results", id: result().id }}
                />
              </div>
              <aside class="stack wide">
                <About result={result()} />
                <Questions about="results.questions" of={result().id} />
              </aside>
            </div>
            <Show when={result().history.length > 0}>
              <Earlier all={result().history} />
            </Show>
            <Source of={result()} />
          </>
        )}
      </Loaded>
    </div>
  );
}

const hasValues = ({ measured, missing }: Whole): boolean =>
  measured.length > 0 || missing !== undefined;

const marked = (all: readonly Measured[]): number =>
  all.reduce(
    (sum, { flag, parts = [] }) => sum + Number(!!flag && flag !== "normal") + marked(parts),
    0,
  );

const anyFlag = (all: readonly Measured[]): boolean =>
  all.some(({ flag, parts = [] }) => flag !== undefined || anyFlag(parts));

const Values = (props: { result: Whole }) => (
  <section class="stack" aria-labelledby="values">
    <h2 id="values">{t("results.values")}</h2>
    <Show when={props.result.values > 1 && anyFlag(props.result.measured)}>
      <p class="soft">
        {marked(props.result.measured) > 0
          ? counted("results.marked", marked(props.result.measured))
          : t("results.inRange")}
      </p>
    </Show>
    <Show
      when={props.result.measured.length > 0}
      fallback={<p class="soft">{t("results.noValues")}</p>}
    >
      <div class="card">
        <MeasuredList all={props.result.measured} of={props.result.status} trends />
      </div>
    </Show>
    <Show when={props.result.missing}>
      {(missing) => (
        <Notice tone="wait" icon="clock" title={counted("results.missing", missing())}>
          <p>{t("results.missingHelp")}</p>
        </Notice>
      )}
    </Show>
  </section>
);

const Said = (props: { result: Whole }) => (
  <>
    <Show when={props.result.comments?.length}>
      <section class="stack" aria-labelledby="comments">
        <h2 id="comments">{t("results.comments")}</h2>
        <Comments all={props.result.comments} />
      </section>
    </Show>
    <Show when={props.result.conclusion}>
      {(conclusion) => (
        <section class="stack" aria-labelledby="report">
          <h2 id="report">{t("results.report")}</h2>
          <p class="card chart-text">{conclusion()}</p>
        </section>
      )}
    </Show>
  </>
);

const About = (props: { result: Whole }) => (
  <dl class="chart-facts card">
    <Row name={t("results.taken")} value={props.result.date && moment(props.result.date)} />
    <Row name={t("results.reported")} value={props.result.issued && moment(props.result.issued)} />
    <Row name={t("results.performer")} value={props.result.performer} />
    <Row name={t("results.interpreter")} value={props.result.interpreter} />
    <Row name={t("results.stage")} value={stageWords(props.result.status)} />
  </dl>
);

const Row = (props: { name: string; value: string | undefined }) => (
  <Show when={props.value}>
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  </Show>
);
