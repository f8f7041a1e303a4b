import { For, Show } from "solid-js";
import { call } from "#web/api/call.ts";
import { t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { AsOf } from "#web/ui/chart/as-of.tsx";
import { FlagChip } from "#web/ui/chart/flag-chip.tsx";
import { createPages, Loaded, More, Nothing } from "#web/ui/chart/pages.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { param } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Listed, listed } from "./groups.ts";
import { gist, type Item, stateOf, whenWords } from "./item-words.ts";
import { NoSuchSection } from "./no-such-section.tsx";

export const Section = () => (
  <Show when={listed(param("section"))} fallback={<NoSuchSection />}>
    {(id) => <Records id={id()} />}
  </Show>
);

/** The records of one section, newest first. */
function Records(props: { id: Listed }) {
  const pages = createPages((cursor) =>
    call("GET /records/{section}", { section: props.id, cursor }),
  );
  createTitle(() => t(`section.${props.id}`));
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/health">{t("health.back")}</BackLink>
        <h1>{t(`section.${props.id}`)}</h1>
      </div>
      <Loaded load={pages.load}>
        {(page) => (
          <Show
            when={page().items.length > 0}
            fallback={<Nothing title={t("section.noneYet")}>{t("health.noneHelp")}</Nothing>}
          >
            <ul class="visit-list">
              <For each={page().items}>
                {(item) => (
                  <li>
                    <ItemCard section={props.id} item={item} />
                  </li>
                )}
              </For>
            </ul>
            <More pages={pages} />
            <AsOf of={page()} />
          </Show>
        )}
      </Loaded>
    </div>
  );
}

const ItemCard = (props: { section: Listed; item: Item }) => (
  <a class="card chart-card" href={`/health/${props.section}/${props.item.id}`}>
    <span class="visit-body">
      <strong class="visit-line">{props.item.title || t("item.untitled")}</strong>
      <Show when={gist(props.item)}>{(words) => <span class="small">{words()}</span>}</Show>
      <Show when={whenWords(props.item)}>
        {(words) => <span class="soft small">{words()}</span>}
      </Show>
      <span class="row chart-chips">
        <FlagChip flag={props.item.measured?.flag} />
        <Show when={stateOf(props.item)}>
          {(status) => <span class="chip chart-code">{status()}</span>}
        </Show>
      </span>
    </span>
    <span class="visit-go">
      <Icon name="right" />
    </span>
  </a>
);
