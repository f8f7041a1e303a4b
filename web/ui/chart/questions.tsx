import { Show } from "solid-js";
import type { Key } from "#web/i18n/catalog.ts";
import { t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { PhoneLink } from "#web/ui/notice.tsx";

/** Whom to ask. There are no messages here: without a phone there is nobody to name. */
export const Questions = (props: { about?: Key }) => (
  <Show when={practice()?.phone}>
    <div class="home-help">
      <p>
        <strong>{t(props.about ?? "health.questions")}</strong>
      </p>
      <PhoneLink />
    </div>
  </Show>
);
