import { Show } from "solid-js";
import { chart } from "#web/api/chart.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { PhoneLink } from "#web/ui/notice.tsx";

/** Whom to ask. There are no messages here: without a phone there is nobody to name. */
export const Questions = (props: { about?: Key; of?: string }) => (
  <Show when={practice()?.phone}>
    <div class="home-help">
      <p>
        <strong>{t(props.about ?? "health.questions")}</strong>
      </p>
      <PhoneLink />
    </div>
    {/* Only the patient asks for a correction. */}
    <Show when={!chart()}>
      <p>
        <a class="link" href={`/health/corrections?about=${props.of ?? ""}`}>
          {t("health.wrong")}
        </a>
      </p>
    </Show>
  </Show>
);
