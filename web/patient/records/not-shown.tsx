import { For } from "solid-js";
import type { NotShownReason } from "#domain/record-sections.ts";
import { type Answer, call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Loaded } from "#web/ui/chart/pages.tsx";
import { PhoneLink } from "#web/ui/notice.tsx";
import { createTitle } from "#web/ui/title.ts";

type Hidden = Answer<"GET /records">["notShown"];

/** Kinds of records that have no page, by why they have none. */
export function byReason(hidden: Hidden): [NotShownReason, string[]][] {
  const reasons = new Map<NotShownReason, string[]>();
  for (const { type, reason } of hidden)
    reasons.set(reason, [...(reasons.get(reason) ?? []), type]);
  return [...reasons];
}

/** What a chart has beyond these pages, said in words, and why. */
export function NotShown() {
  const load = createLoad(() => call("GET /records", {}));
  createTitle(() => t("hidden.title"));
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/health">{t("health.back")}</BackLink>
        <h1>{t("hidden.title")}</h1>
        <p class="soft">{t("hidden.lead")}</p>
      </div>
      <Loaded load={load}>
        {(all) => (
          <>
            <For each={byReason(all().notShown)}>
              {([reason, types]) => (
                <section class="card stack" aria-labelledby={reason}>
                  <h2 id={reason}>{t(`hidden.${reason}`)}</h2>
                  <p>{t(`hidden.${reason}.why`)}</p>
                  <details class="small soft">
                    <summary>{t("hidden.names")}</summary>
                    {types.join(", ")}
                  </details>
                </section>
              )}
            </For>
            <PhoneLink />
          </>
        )}
      </Loaded>
    </div>
  );
}
