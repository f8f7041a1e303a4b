import { Show } from "solid-js";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { codeWords } from "#web/ui/chart/codes.ts";
import { MeasuredList } from "#web/ui/chart/measured-list.tsx";
import { Loaded } from "#web/ui/chart/pages.tsx";
import { Attachments, Comments, Source } from "#web/ui/chart/papers.tsx";
import { Questions } from "#web/ui/chart/questions.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { param } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Facts } from "./facts.tsx";
import { type Listed, listed } from "./groups.ts";
import { type Item as Record, whenWords } from "./item-words.ts";
import { NoSuchSection } from "./no-such-section.tsx";

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
  createTitle(title, () => practice()?.name);
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
                <Show when={item().measured}>
                  {(measured) => (
                    <div class="card">
                      <MeasuredList all={[measured()]} trends />
                    </div>
                  )}
                </Show>
                <Facts all={item().facts} />
                <Comments all={item().comments} />
                <Attachments all={item().attachments} />
              </div>
              <aside>
                <Questions />
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
    <Show when={props.item.status}>
      {(status) => <span class="chip chart-code">{codeWords(status())}</span>}
    </Show>
    <Show when={whenWords(props.item)}>{(words) => <span class="soft">{words()}</span>}</Show>
  </p>
);
