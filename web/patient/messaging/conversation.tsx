import "./messages.css";
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from "solid-js";
import type { MOST_MESSAGES, Thread } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { createLoad, type Load } from "#web/api/load.ts";
import { pollWhile } from "#web/api/poll.ts";
import { t } from "#web/i18n/language.ts";
import { setUnread } from "#web/session/unread.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Chip } from "#web/ui/chip.tsx";
import { Freshness, Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, Trouble } from "#web/ui/notice.tsx";
import { param, query } from "#web/ui/router.tsx";
import { Said } from "#web/ui/said/said.tsx";
import { isOnItsWay, newer, unopened } from "#web/ui/said/threads.ts";
import { createTitle } from "#web/ui/title.ts";
import { UrgentInShort } from "./urgent.tsx";
import { chartLook, newLook, recordPath, standing, titleOf } from "./words.ts";
import { Write } from "./write.tsx";

/** How soon a message on its way to the chart is looked at again, and how soon an answer that is waited for. */
const SOON_MS = 2000;
const NOW_AND_THEN_MS = 15_000;
// The domain's own number, by type: its value would bring the schemas along.
const MOST: typeof MOST_MESSAGES = 200;

type Read = Thread & { asOf?: string };

/** One conversation, whole, and the place to go on writing. */
export function Conversation() {
  const id = param("id");
  const load: Load<Read> = createLoad<Read>(() =>
    call("GET /threads/{id}", { id }).then((read) => newer(load.data(), read)),
  );
  // Whether, not what: a poll that starts anew with each reading would never grow slower.
  const onItsWay = createMemo(() => isOnItsWay(load.data(), "patient"));
  const waiting = createMemo(() => load.data()?.state === "waiting");
  pollWhile(onItsWay, load.reload, SOON_MS);
  pollWhile(waiting, load.reload, NOW_AND_THEN_MS);
  markRead(load);
  // The title of a record is the patient's own: windows and histories do without it.
  createTitle(() => t("messages.one"));
  return (
    <div class="stack wide thread">
      <div>
        <BackLink href="/messages">{t("messages.back")}</BackLink>
        <h1>{known(load) ? titleOf(known(load) ?? {}) : t("messages.one")}</h1>
      </div>
      <Freshness load={load} />
      <Show
        when={known(load)}
        fallback={
          <Show when={load.problem()} fallback={<Skeleton />}>
            {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
          </Show>
        }
      >
        {(thread) => <Whole thread={thread()} load={load} />}
      </Show>
    </div>
  );
}

/** What is not theirs is not "old but better than nothing". */
const known = (load: Load<Read>): Read | undefined =>
  load.problem()?.code === "not-found" ? undefined : load.data();

/** Tells the practice's messages opened, once they stand on a page that somebody looks at. */
function markRead(load: Load<Read>): void {
  const [hidden, setHidden] = createSignal(document.hidden);
  const look = () => setHidden(document.hidden);
  onMount(() => document.addEventListener("visibilitychange", look));
  onCleanup(() => document.removeEventListener("visibilitychange", look));
  let told = 0;
  const tell = async ({ id, said, unread }: Read) => {
    const seen = said.length;
    told = seen;
    try {
      const after = await call("POST /threads/{id}/read", { id, seen });
      setUnread((before) => Math.max(0, before - unread + after.unread));
    } catch {
      // The next reading tries again.
      told = 0;
    }
  };
  createEffect(() => {
    const thread = load.data();
    if (thread && thread.unread > 0 && thread.said.length > told && !hidden()) void tell(thread);
  });
}

function Whole(props: { thread: Read; load: Load<Read> }) {
  const [heard, setHeard] = createSignal<"messages.sent" | "messages.arrived">();
  // Opened counts as read at once; what was new to this visit stays marked until it ends.
  const fresh = createMemo<readonly number[]>(
    (before) => [...new Set([...before, ...unopened(props.thread)])],
    [],
  );
  const theirs = createMemo(() => props.thread.said.filter(({ by }) => by === "practice").length);
  createEffect(on(theirs, () => setHeard("messages.arrived"), { defer: true }));
  let all: HTMLDivElement | undefined;
  // A long conversation opens where its reader goes on: at the first that is new, or at its end.
  onMount(() => {
    const at = fresh()[0] ?? props.thread.said.length;
    all?.querySelector(`li:nth-child(${at})`)?.scrollIntoView({ block: "nearest" });
  });
  async function send(words: string, key: string): Promise<void> {
    const { id } = props.thread;
    // Said anew each time, also in the same words.
    setHeard(undefined);
    props.load.set(await call("POST /threads/{id}/messages", { id, words }, { key }));
    setHeard("messages.sent");
  }
  return (
    <>
      <Head thread={props.thread} />
      <Show when={query("sent") !== undefined && props.thread.messages === 1}>
        <div role="status">
          <Notice tone="good" icon="check" title={t("messages.sent")}>
            <p>{t("messages.sentHelp")}</p>
          </Notice>
        </div>
      </Show>
      <div ref={all}>
        <Said
          said={props.thread.said}
          own="patient"
          name={(one) => (one.by === "patient" ? t("messages.you") : one.name)}
          looks={(one) => (fresh().includes(one.number) ? [newLook()] : chartLook(one))}
        />
      </div>
      <p class="sr" role="status">
        <Show when={heard()}>{(key) => t(key())}</Show>
      </p>
      <Show when={props.thread.state === "closed"}>
        <Notice tone="info" icon="check">
          <p>{t("messages.closedHelp")}</p>
        </Notice>
      </Show>
      <Show when={props.thread.messages < MOST} fallback={<Full />}>
        <Write label={t("messages.more")} onSend={send}>
          <UrgentInShort />
        </Write>
      </Show>
    </>
  );
}

const Head = (props: { thread: Thread }) => (
  <p class="row">
    <Chip tone={standing(props.thread).tone} icon={standing(props.thread).icon}>
      {standing(props.thread).words}
    </Chip>
    <Show when={recordPath(props.thread)}>
      {(path) => (
        <a class="link" href={path()}>
          {t("messages.see")}
          <Icon name="right" size={16} />
        </a>
      )}
    </Show>
  </p>
);

const Full = () => (
  <Notice tone="info" icon="alert">
    <p>{t("messages.full")}</p>
    <a class="link" href="/messages/new">
      {t("messages.write")}
    </a>
  </Notice>
);
