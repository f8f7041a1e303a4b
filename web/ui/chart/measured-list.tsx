import { For, Show } from "solid-js";
import type { Measured } from "#domain/measured.ts";
import { t } from "#web/i18n/language.ts";
import { stageWords } from "./codes.ts";
import { Explained } from "./explained.tsx";
import { FlagChip } from "./flag-chip.tsx";
import { Comments } from "./papers.tsx";
import { RangeBar } from "./range-bar.tsx";
import { Sign } from "./sign.tsx";
import { amountWords, rangeWords, unitWords, valueWords } from "./value-words.ts";

/** Values as the chart has them, panels with their members below them. `trends` leads on from each that has one. */
export const MeasuredList = (props: {
  all: readonly Measured[];
  /** The state of what they stand in: a value says its own only where it differs. */
  of: string | undefined;
  trends?: boolean;
}) => (
  <ul class="chart-values">
    <For each={props.all}>
      {(one) => (
        <li>
          <One one={one} of={props.of} trends={props.trends === true} />
        </li>
      )}
    </For>
  </ul>
);

const hasOwn = ({ value, text, absent, parts }: Measured): boolean =>
  (value ?? text ?? absent) !== undefined || !parts?.length;

const One = (props: { one: Measured; of: string | undefined; trends: boolean }) => (
  <div class="chart-value">
    <span class="row apart">
      <strong>{props.one.name || t("item.untitled")}</strong>
      <FlagChip flag={props.one.flag} />
    </span>
    <Show when={hasOwn(props.one)}>
      <Value one={props.one} />
    </Show>
    <Show when={props.one.range && rangeWords(props.one.range)}>
      {(range) => (
        <span class="row small soft">
          {t("value.range", { range: range() })}
          <RangeBar one={props.one} />
        </span>
      )}
    </Show>
    <Show when={!["final", props.of].includes(props.one.status) && props.one.status}>
      {(status) => <span class="small">{stageWords(status())}</span>}
    </Show>
    <Show when={props.one.method}>
      {(method) => <span class="small soft">{t("value.method", { method: method() })}</span>}
    </Show>
    <Comments all={props.one.comments} />
    <More one={props.one} trends={props.trends} />
    <Show when={(props.one.parts?.length ?? 0) > 0 && props.one.parts}>
      {(parts) => <MeasuredList all={parts()} of={props.of} trends={props.trends} />}
    </Show>
  </div>
);

/** What the test is about, and how it went before. */
const More = (props: { one: Measured; trends: boolean }) => (
  <div class="row small chart-more">
    <Show when={props.trends && props.one.value && props.one.loinc}>
      {(loinc) => (
        <a
          class="link"
          href={`/health/trends/${loinc()}`}
          aria-label={t("value.of", { name: props.one.name })}
        >
          <Sign name="trend" />
          {t("value.trend")}
        </a>
      )}
    </Show>
    <Explained loinc={props.one.loinc} name={props.one.name} />
  </div>
);

const Value = (props: { one: Measured }) => (
  <Show when={props.one.value} fallback={<span>{valueWords(props.one)}</span>}>
    {(value) => (
      <span>
        <strong class="num chart-number">{amountWords(value())}</strong>{" "}
        <span class="soft">{unitWords(value().unit ?? "")}</span>
      </span>
    )}
  </Show>
);
