import { A, type RouteSectionProps, useLocation, useNavigate } from "@solidjs/router";
import {
  createEffect,
  createSignal,
  ErrorBoundary,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
} from "solid-js";
import { ApiProblem } from "#web/api/problem.ts";
import { language, speak, t } from "#web/i18n/language.ts";
import { AccountMenu } from "#web/session/account-menu.tsx";
import { IdleWatch } from "#web/session/idle-watch.tsx";
import { returnPath } from "#web/session/return-to.ts";
import {
  loadSession,
  practice,
  session,
  sessionProblem,
  watchSession,
} from "#web/session/session.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon, type IconName } from "#web/ui/icon.tsx";
import { Mark } from "#web/ui/mark.tsx";
import { Notice, Trouble } from "#web/ui/notice.tsx";

/** What stands around every screen: bar, tabs, the place for the screen, and who may see it. */
export function Frame(props: RouteSectionProps) {
  const at = useLocation();
  const signingIn = () => at.pathname === "/sign-in";
  let main: HTMLElement | undefined;
  useGuard(signingIn);
  // A new screen: start reading at its top.
  createEffect(
    on(
      () => at.pathname,
      () => main?.focus(),
      { defer: true },
    ),
  );
  return (
    <>
      <a class="btn skip" href="#main" rel="external">
        {t("app.skip")}
      </a>
      <TopBar />
      <Show when={session() && !signingIn()}>
        <Tabs />
        <IdleWatch />
      </Show>
      <main id="main" tabindex="-1" ref={main} class="main">
        <OfflineNotice />
        <ErrorBoundary
          fallback={(_, reset) => <Trouble problem={new ApiProblem("internal")} retry={reset} />}
        >
          <Suspense fallback={<Skeleton />}>
            <Show when={signingIn() || session()} fallback={<Waiting />}>
              {props.children}
            </Show>
          </Suspense>
        </ErrorBoundary>
      </main>
    </>
  );
}

/** Nobody signed in goes to the door first and comes back; staff have their own house. */
function useGuard(signingIn: () => boolean) {
  const navigate = useNavigate();
  const at = useLocation();
  onMount(() => watchSession((path) => navigate(path, { replace: true })));
  createEffect(() => {
    if (signingIn()) return;
    const found = session();
    if (found?.account.kind === "staff") location.replace("/practice/");
    if (found === null) {
      const to = returnPath(at);
      navigate(to === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(to)}`, {
        replace: true,
      });
    }
  });
}

const Waiting = () => (
  <Show when={sessionProblem()} fallback={<Skeleton />}>
    {(problem) => <Trouble problem={problem()} retry={() => void loadSession()} />}
  </Show>
);

function TopBar() {
  const other = () => (language() === "en" ? "es" : "en");
  return (
    <header class="top frame-top">
      <A class="brand" href="/">
        <Mark />
        <span>{practice()?.name ?? t("app.portal")}</span>
      </A>
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
    <Tab href="/" icon="home" end>
      {t("nav.home")}
    </Tab>
    <Tab href="/visits" icon="calendar">
      {t("nav.visits")}
    </Tab>
  </nav>
);

const Tab = (props: { href: string; icon: IconName; end?: boolean; children: string }) => (
  <A class="frame-tab" href={props.href} end={props.end ?? false} activeClass="frame-on">
    <span class="frame-pip">
      <Icon name={props.icon} size={24} />
    </span>
    {props.children}
  </A>
);

function OfflineNotice() {
  const [offline, setOffline] = createSignal(!navigator.onLine);
  const look = () => setOffline(!navigator.onLine);
  onMount(() => {
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
  });
  onCleanup(() => {
    window.removeEventListener("online", look);
    window.removeEventListener("offline", look);
  });
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
