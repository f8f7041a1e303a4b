import {
  createEffect,
  createSignal,
  ErrorBoundary,
  on,
  onMount,
  type ParentProps,
  Show,
  Suspense,
} from "solid-js";
import { chart } from "#web/api/chart.ts";
import { ApiProblem } from "#web/api/problem.ts";
import { language, speak, t } from "#web/i18n/language.ts";
import { AccountMenu } from "#web/session/account-menu.tsx";
import { actingFor, announced, may, start, switching, watchActing } from "#web/session/acting.ts";
import { ActingBanner } from "#web/session/acting-banner.tsx";
import { IdleWatch } from "#web/session/idle-watch.tsx";
import { safeReturn } from "#web/session/return-to.ts";
import {
  loadSession,
  practice,
  session,
  sessionProblem,
  watchSession,
} from "#web/session/session.ts";
import { unread } from "#web/session/unread.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon, type IconName } from "#web/ui/icon.tsx";
import { Mark } from "#web/ui/mark.tsx";
import { Notice, Trouble } from "#web/ui/notice.tsx";
import { here, navigate, path } from "#web/ui/router.tsx";

/** What stands around every screen: bar, tabs, the place for the screen, and who may see it. */
export function Frame(props: ParentProps) {
  const signingIn = () => path() === "/sign-in";
  let main: HTMLElement | undefined;
  useGuard(signingIn);
  watchActing();
  useScopes();
  // A new screen, or the same one about someone else: start reading at its top.
  createEffect(on([path, switching], () => main?.focus(), { defer: true }));
  return (
    <>
      <a class="btn skip" href="#main" rel="external">
        {t("app.skip")}
      </a>
      <TopBar />
      <p class="sr" role="status">
        <Show when={announced()}>{(key) => t(key())}</Show>
      </p>
      <Show when={!signingIn() && actingFor()}>
        {(person) => <ActingBanner person={person()} />}
      </Show>
      <Show when={session() && !signingIn()}>
        <Tabs />
        <IdleWatch />
      </Show>
      <main id="main" tabindex="-1" ref={main} class="main">
        <OfflineNotice />
        <ErrorBoundary
          fallback={(_, reset) => <Trouble problem={new ApiProblem("internal")} retry={reset} />}
        >
          <Suspense fallback={<Opening />}>
            <Show when={signingIn() || (session() && !switching())} fallback={<Waiting />}>
              {props.children}
            </Show>
          </Suspense>
        </ErrorBoundary>
      </main>
    </>
  );
}

/** Screens that only make or move visits: nothing on them for who may not. */
const MAKES_VISITS = /^\/visits\/(book|[^/]+\/move)/;

/** Nobody signed in goes to the door first and comes back; staff have their own house. */
function useGuard(signingIn: () => boolean) {
  onMount(() => watchSession((to) => void navigate(to, { replace: true })));
  createEffect(() => {
    if (signingIn()) return;
    const found = session();
    if (found?.account.kind === "staff") location.replace("/practice/");
    if (found === null) {
      const to = safeReturn(here());
      void navigate(to === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(to)}`, {
        replace: true,
      });
    }
  });
}

function isNotTheirs(at: string): boolean {
  // Letters are between the clinic and the patient alone.
  if (at.startsWith("/messages")) return !!chart();
  if (at.startsWith("/health")) return !may("records:read");
  if (!may("appointments:act") && MAKES_VISITS.test(at)) return true;
  // Whose right was just taken away sees neither, and is led back to themselves.
  return (
    !may("appointments:read") && may("records:read") && (at === "/" || at.startsWith("/visits"))
  );
}

/** A carer is led away from what they may not do, or may not see. */
function useScopes() {
  createEffect(() => {
    if (session() && isNotTheirs(path())) void navigate(start(), { replace: true });
  });
}

/** Before a screen is here: its place, under a name for who can't see it. */
const Opening = () => (
  <>
    <h1 class="sr">{practice()?.name ?? t("app.portal")}</h1>
    <Skeleton />
  </>
);

const Waiting = () => (
  <Show when={sessionProblem()} fallback={<Opening />}>
    {(problem) => <Trouble problem={problem()} retry={() => void loadSession()} />}
  </Show>
);

function TopBar() {
  const other = () => (language() === "en" ? "es" : "en");
  return (
    <header class="top frame-top">
      {/* The door says whose it is in its own, larger letters. */}
      <Show when={path() !== "/sign-in"}>
        <a class="brand" href="/">
          <Mark />
          <span>{practice()?.name ?? t("app.portal")}</span>
        </a>
      </Show>
      <span class="frame-tools">
        <button type="button" class="link" lang={other()} onClick={() => void speak(other())}>
          {other() === "es" ? "Español" : "English"}
        </button>
        <AccountMenu />
      </span>
    </header>
  );
}

const Tabs = () => (
  <nav class="frame-tabs" aria-label={t("app.menu")}>
    <Show when={may("appointments:read")}>
      <Tab href="/" icon="home" end>
        {t("nav.home")}
      </Tab>
      <Tab href="/visits" icon="calendar">
        {t("nav.visits")}
      </Tab>
    </Show>
    <Show when={may("records:read")}>
      <Tab href="/health" icon="heart">
        {t("nav.health")}
      </Tab>
    </Show>
    <Show when={!chart()}>
      <Tab href="/messages" icon="chat" fresh={unread()}>
        {t("nav.messages")}
      </Tab>
    </Show>
  </nav>
);

function Tab(props: {
  href: string;
  icon: IconName;
  end?: boolean;
  /** How many messages are new. */
  fresh?: number;
  children: string;
}) {
  const on = () => (props.end ? path() === props.href : path().startsWith(props.href));
  return (
    <a class="frame-tab" href={props.href} aria-current={on() ? "page" : undefined}>
      <span class="frame-pip" data-new={props.fresh || undefined}>
        <Icon name={props.icon} size={24} />
      </span>
      {props.children}
    </a>
  );
}

function OfflineNotice() {
  const [offline, setOffline] = createSignal(!navigator.onLine);
  const look = () => setOffline(!navigator.onLine);
  // It stands as long as its page does: there is nothing to take back.
  addEventListener("online", look);
  addEventListener("offline", look);
  return (
    <div role="status" class="frame-offline">
      <Show when={offline()}>
        <Notice tone="wait" icon="alert">
          <p>{t("app.offline")}</p>
        </Notice>
      </Show>
    </div>
  );
}
