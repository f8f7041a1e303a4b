import { createUniqueId, Show } from "solid-js";
import type { REASON_LENGTH } from "#domain/appointments-requests.ts";
import { t } from "#web/i18n/language.ts";

// The domain's own number, by type: its value would bring the schemas along.
const MOST: typeof REASON_LENGTH = 255;
/** Before it gets tight, numbers are only noise. */
const COUNTED_FROM = 200;

/** A few words of one's own, counted. */
export function ReasonField(props: {
  label: string;
  hint?: string;
  value: string;
  onInput: (text: string) => void;
  fixed: boolean;
}) {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>
        {props.label} <span class="soft small">({t("confirm.optional")})</span>
      </label>
      <textarea
        class="input"
        id={id}
        rows={3}
        maxLength={MOST}
        aria-describedby={`${id}-hint`}
        readOnly={props.fixed}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <p class="soft small row apart" id={`${id}-hint`}>
        <span>{props.hint}</span>
        <Show when={props.value.length >= COUNTED_FROM}>
          <span class="num">{t("confirm.count", { used: props.value.length, most: MOST })}</span>
        </Show>
      </p>
    </div>
  );
}
