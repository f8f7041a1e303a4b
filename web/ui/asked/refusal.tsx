import { Show } from "solid-js";
import type { ApiProblem } from "#web/api/problem.ts";
import { t } from "#web/i18n/language.ts";
import { Notice, PhoneLink, problemWords } from "#web/ui/notice.tsx";

/** Why it was not done, or that nobody knows; read out when it appears. */
export const Refusal = (props: { problem: ApiProblem | undefined; unsure: string }) => (
  <div role="alert">
    <Show when={props.problem}>
      {(problem) => (
        <Show
          when={problem().uncertain}
          fallback={
            <Notice tone="bad" icon="alert" title={problemWords(problem())}>
              <PhoneLink />
            </Notice>
          }
        >
          <Notice tone="wait" icon="alert" title={t("confirm.unsure")}>
            <p>{props.unsure}</p>
            <PhoneLink />
          </Notice>
        </Show>
      )}
    </Show>
  </div>
);
