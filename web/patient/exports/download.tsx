import { createEffect, createSignal, For, Match, onCleanup, Show, Switch } from "solid-js";
import { type Answer, call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { language, say, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, problemWords, Trouble } from "#web/ui/notice.tsx";
import { createTitle } from "#web/ui/title.ts";

type Export = Answer<"GET /records/exports/{id}">;
type File = NonNullable<Export["files"]>[number];

/** How often to look whether the files are there, and to ask for new addresses of those that are. */
const LOOK_MS = 2_000;
const RENEW_MS = 4 * 60_000;

/** The last files that were asked for, with addresses where they are ready; null where there are none. */
async function latest(): Promise<Export | null> {
  const { items } = await call("GET /records/exports", {});
  const [last] = items;
  return last ? call("GET /records/exports/{id}", { id: last.id }) : null;
}

/** The chart as files: asked for, waited for, saved. */
export function Download() {
  const load = createLoad<Export | null>(latest);
  createTitle(() => t("export.title"));
  createEffect(() => {
    const state = load.data()?.state;
    if (state !== "preparing" && state !== "ready") return;
    const turn = setInterval(() => void load.reload(), state === "ready" ? RENEW_MS : LOOK_MS);
    onCleanup(() => clearInterval(turn));
  });
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/health">{t("health.back")}</BackLink>
        <h1>{t("export.title")}</h1>
        <p class="soft">{t("export.lead")}</p>
      </div>
      <Show
        when={load.data() !== undefined}
        fallback={
          <Show when={load.problem()} fallback={<Skeleton />}>
            {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
          </Show>
        }
      >
        <div role="status">
          <State found={load.data() ?? undefined} />
        </div>
        <Show when={load.data()?.state === "ready" && load.data()}>
          {(found) => <Files all={found().files ?? []} />}
        </Show>
        <Show when={load.data()?.state !== "preparing"}>
          <Start state={load.data()?.state} onStart={(found) => load.set(found)} />
        </Show>
      </Show>
      <p class="soft small">{t("export.private")}</p>
    </div>
  );
}

const when = (at: string | undefined): string =>
  at ? say.dateTime(at, practice()?.timeZone ?? "UTC") : "";

const State = (props: { found: Export | undefined }) => (
  <Switch>
    <Match when={props.found?.state === "preparing"}>
      <Notice tone="wait" icon="clock" title={t("export.preparing")}>
        <p>{t("export.preparingHelp")}</p>
      </Notice>
    </Match>
    <Match when={props.found?.state === "ready" && props.found}>
      {(found) => (
        <Notice tone="good" icon="check" title={t("export.ready")}>
          <p>{t("export.asOf", { when: when(found().asOf) })}</p>
          <p>{t("export.kept", { when: when(found().keptUntil) })}</p>
        </Notice>
      )}
    </Match>
    <Match when={props.found?.state === "failed" && props.found}>
      {(found) => (
        <Notice tone="bad" icon="alert" title={t("export.failed")}>
          <p>
            {t(found().failure === "ehr.unavailable" ? "export.failedEhr" : "export.failedOurs")}
          </p>
        </Notice>
      )}
    </Match>
  </Switch>
);

const KB = 1024;
/** "38 KB", "1.4 MB" */
function sizeWords(bytes: number): string {
  const [size, unit] = bytes < KB * KB ? [bytes / KB, "KB"] : [bytes / KB / KB, "MB"];
  const digits = { maximumFractionDigits: size < 10 ? 1 : 0 };
  return `${new Intl.NumberFormat(`${language()}-US`, digits).format(size)} ${unit}`;
}

/** The one to read first. */
const Files = (props: { all: readonly File[] }) => (
  <ul class="visit-list">
    <For each={props.all.toSorted((a, b) => (a.format < b.format ? 1 : -1))}>
      {(file) => {
        const name = () => t(`export.${file.format}Name`);
        const size = () => sizeWords(file.sizeBytes);
        return (
          <li class="card row apart">
            <span class="visit-body">
              <strong>{name()}</strong>
              <span class="soft small">{t(`export.${file.format}Help`)}</span>
              <span class="small num">{size()}</span>
            </span>
            <a
              class="btn primary"
              href={file.url}
              rel="noreferrer"
              aria-label={t("export.saveOne", { name: name(), size: size() })}
            >
              <Icon name="inbox" />
              {t("export.save")}
            </a>
          </li>
        );
      }}
    </For>
  </ul>
);

function Start(props: { state: Export["state"] | undefined; onStart: (found: Export) => void }) {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  const words = () => {
    if (busy()) return t("export.starting");
    if (props.state === "failed") return t("export.retry");
    return t(props.state === "ready" ? "export.again" : "export.start");
  };
  async function start(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      props.onStart(await call("POST /records/export", { language: language() }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <div role="alert">
        <Show when={problem()}>
          {(refusal) => (
            <Notice tone="bad" icon="alert">
              <p>{problemWords(refusal())}</p>
            </Notice>
          )}
        </Show>
      </div>
      <p>
        <button
          type="button"
          class={props.state === "ready" ? "btn" : "btn primary"}
          aria-disabled={busy()}
          onClick={() => void start()}
        >
          {words()}
        </button>
      </p>
    </>
  );
}
