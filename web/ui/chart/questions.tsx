import { Show } from "solid-js";
import { chart } from "#web/api/chart.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Icon } from "#web/ui/icon.tsx";
import { PhoneLink } from "#web/ui/notice.tsx";

/**
 * Whom to ask. Patients write about a record of their own chart, or call; a carer has the phone, and without one there is
 * nobody to name.
 */
export const Questions = (props: { about?: Key; of?: string }) => (
  <>
    <Show when={practice()?.phone || writes(props.of)}>
      <div class="home-help">
        <p>
          <strong>{t(props.about ?? "health.questions")}</strong>
        </p>
        <Show when={writes(props.of)}>
          {(id) => (
            <a class="link" href={`/messages/new?about=${id()}`}>
              <Icon name="chat" />
              {t("health.ask")}
            </a>
          )}
        </Show>
        <PhoneLink />
      </div>
    </Show>
    {/* Only the patient asks for a correction. */}
    <Show when={!chart()}>
      <p>
        <a class="link" href={`/health/corrections?about=${props.of ?? ""}`}>
          {t("health.wrong")}
        </a>
      </p>
    </Show>
  </>
);

/** The record a patient may write about: one of their own chart. */
const writes = (id: string | undefined): string | undefined => (chart() ? undefined : id);
