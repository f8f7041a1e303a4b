import { lazy, Show, Suspense } from "solid-js";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Loaded } from "#web/ui/chart/pages.tsx";
import { Questions } from "#web/ui/chart/questions.tsx";
import { Source } from "#web/ui/chart/source.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { param } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Facts } from "./facts.tsx";
import { type Listed, listed } from "./groups.ts";
import { type Item as Record, stateOf, whenWords } from "./item-words.ts";
import { NoSuchSection } from "./no-such-section.tsx";

// Many records are facts alone.
const Kept = lazy(async () => ({ default: (await import("./kept.tsx")).Kept }));
const holdsMore = ({ measured, comments, attachments }: Record): boolean =>
  (measured ?? comments ?? attachments) !== undefined;

export const Item = () => (
  <Show when={listed(param("section"))} fallback={<NoSuchSection />}>
    {(section) => <One section={section()} id={param("id")} />}
  </Show>
);

/** One record, whole. */
function One(props: { section: Listed; id: string }) {
  const load = createLoad(() =>
    call("GET /records/{section}/{id}", { section: props.section, id: props.id }),
  );
  const title = () => {
    const item = load.data();
    return item ? item.title || t("item.untitled") : t(`section.${props.section}`);
  };
  createTitle(title);
  return (
    <div class="stack wide">
      <div>
        <BackLink href={`/health/${props.section}`}>{t(`section.${props.section}`)}</BackLink>
        <h1>{title()}</h1>
      </div>
      <Loaded load={load}>
        {(item) => (
          <>
            <Head item={item()} />
            <div class="split">
              <div class="stack wide">
                <Show when={item().unread}>
                  <Notice tone="info" icon="alert">
                    <p>{t("item.unread")}</p>
                  </Notice>
                </Show>
                <Show when={holdsMore(item())}>
                  <Suspense fallback={<Skeleton bars={1} />}>
                    <Kept section={props.section} item={item()} />
                  </Suspense>
                </Show>
                <Facts of={item().type} all={item().facts} />
              </div>
              <aside>
                <Questions of={item().id} />
              </aside>
            </div>
            <Source of={item()} />
          </>
        )}
      </Loaded>
    </div>
  );
}

const Head = (props: { item: Record }) => (
  <p class="row">
    <Show when={stateOf(props.item)}>
      {(status) => <span class="chip chart-code">{status()}</span>}
    </Show>
    <Show when={whenWords(props.item)}>{(words) => <span class="soft">{words()}</span>}</Show>
  </p>
);
