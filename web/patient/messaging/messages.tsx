import "./messages.css";
import { createEffect, For, Show } from "solid-js";
import type { ThreadSummary } from "#domain/messaging.ts";
import { type Answer, call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { say, t } from "#web/i18n/language.ts";
import { setUnread } from "#web/session/unread.ts";
import { Chip } from "#web/ui/chip.tsx";
import { Freshness, Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { PorchScene } from "#web/ui/scene.tsx";
import { createTitle } from "#web/ui/title.ts";
import { inShort, titleOf } from "./words.ts";

/** All of a patient's conversations with the clinic, the last one written in first. */
export function Messages() {
  const load = createLoad<Answer<"GET /threads"> & { asOf?: string }>(() =>
    call("GET /threads", {}),
  );
  createTitle(() => t("messages.title"));
  createEffect(() => {
    const items = load.data()?.items;
    if (items) setUnread(items.reduce((sum, one) => sum + one.unread, 0));
  });
  return (
    <div class="stack wide">
      <div>
        <h1>{t("messages.title")}</h1>
        <p class="soft">{t("messages.lead")}</p>
      </div>
      <Freshness load={load} />
      <div class="split">
        <Show
          when={load.data()}
          fallback={
            <Show when={load.problem()} fallback={<Skeleton />}>
              {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
            </Show>
          }
        >
          {(data) => <List all={data().items} />}
        </Show>
        <aside class="thread-aside">
          <div class="dock">
            <a class="btn full home-book" href="/messages/new">
              <Icon name="pen" />
              {t("messages.write")}
            </a>
          </div>
        </aside>
      </div>
    </div>
  );
}

const List = (props: { all: readonly ThreadSummary[] }) => (
  <Show when={props.all.length > 0} fallback={<None />}>
    <ul class="stack">
      <For each={props.all}>
        {(one) => (
          <li>
            <Card of={one} />
          </li>
        )}
      </For>
    </ul>
  </Show>
);

const Card = (props: { of: ThreadSummary }) => (
  <a class="card thread-card" href={`/messages/${props.of.id}`} data-new={props.of.unread > 0}>
    <strong class="thread-title">{titleOf(props.of)}</strong>
    <span class="thread-last">
      <span class="soft">
        {t(props.of.last.by === "patient" ? "messages.you" : "messages.clinic")}:
      </span>{" "}
      {props.of.last.words}
    </span>
    <span class="row">
      <For each={inShort(props.of)}>
        {(look) => (
          <Chip tone={look.tone} icon={look.icon}>
            {look.words}
          </Chip>
        )}
      </For>
      <span class="soft small thread-when">{say.ago(props.of.last.at)}</span>
    </span>
  </a>
);

const None = () => (
  <section class="card home-none" aria-labelledby="none">
    <PorchScene />
    <h2 id="none">{t("messages.none")}</h2>
    <p class="soft">{t("messages.noneHelp")}</p>
  </section>
);
