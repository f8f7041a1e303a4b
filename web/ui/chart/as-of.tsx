import { Show } from "solid-js";
import { say, t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";

/** How old our copy of the chart is. */
export const AsOf = (props: { of: { asOf?: string | undefined } }) => (
  <Show when={props.of.asOf}>
    {(asOf) => (
      <span class="row note small soft">
        <Icon name="clock" size={16} />
        {t("health.asOf", { age: say.ago(asOf()) })}
      </span>
    )}
  </Show>
);
