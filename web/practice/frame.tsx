import { type ParentProps, Show, Suspense } from "solid-js";
import { AccountMenu } from "#web/session/account-menu.tsx";
import { IdleWatch } from "#web/session/idle-watch.tsx";
import { loadSession, practice, session, sessionProblem } from "#web/session/session.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Mark } from "#web/ui/mark.tsx";
import { Trouble } from "#web/ui/notice.tsx";

/** The practice's house: a rail on the left, the work on the right. */
export const PracticeFrame = (props: ParentProps) => (
  <div class="house">
    <a class="btn skip" href="#main" rel="external">
      Skip to the main part
    </a>
    <header class="rail">
      <a class="brand" href="/practice/">
        <Mark />
        <span>{practice()?.name ?? "Practice"}</span>
      </a>
      <nav aria-label="Main menu">
        <a class="rail-link" href="/practice/" aria-current="page">
          <Icon name="calendar" />
          Schedule
        </a>
      </nav>
      <Show when={session()}>
        {(found) => (
          <div class="rail-foot">
            <AccountMenu />
            <span class="small">
              {found().staff?.name}
              <br />
              <span class="soft">{found().staff?.role}</span>
            </span>
          </div>
        )}
      </Show>
    </header>
    <main id="main" tabindex="-1" class="work">
      <Suspense fallback={<Opening />}>
        <Show when={session()} fallback={<Waiting />}>
          <IdleWatch />
          {props.children}
        </Show>
      </Suspense>
    </main>
  </div>
);

const Opening = () => (
  <>
    <h1 class="sr">Schedule</h1>
    <Skeleton />
  </>
);

const Waiting = () => (
  <Show when={sessionProblem()} fallback={<Opening />}>
    {(problem) => <Trouble problem={problem()} retry={() => void loadSession()} />}
  </Show>
);
