import { Show } from "solid-js";
import { t } from "#web/i18n/language.ts";
import { AsOf } from "./as-of.tsx";
import { moment } from "./dates.ts";

/** Where it comes from, when it was last changed there, and how old our copy is. */
export const Source = (props: {
  of: {
    source: { reference: string; updated?: string | undefined };
    asOf?: string | undefined;
  };
}) => (
  <p class="small soft chart-source">
    <AsOf of={props.of} />
    <span>{t("health.source", { reference: props.of.source.reference })}</span>
    <Show when={props.of.source.updated}>
      {(at) => <span>{t("health.updated", { day: moment(at()) })}</span>}
    </Show>
  </p>
);
