import { createEffect, ErrorBoundary, on, type ParentProps, Show, Suspense } from "solid-js";
import { ApiProblem } from "#web/api/problem.ts";
import { IdleWatch } from "#web/session/idle-watch.tsx";
import { loadSession, session, sessionProblem } from "#web/session/session.ts";
import { navigate, path } from "#web/ui/router.tsx";
import { type Action, useActions, useKeys } from "#web/ui/staff/actions.ts";
import { may, myPlaces, placeAt } from "#web/ui/staff/places.ts";
import { usePulse } from "#web/ui/staff/pulse.ts";
import { Teller } from "#web/ui/staff/tell.tsx";
import { Nothing, RowSkeleton, StaffTrouble } from "#web/ui/staff/trouble.tsx";
import { Help, openHelp } from "./help.tsx";
import { openPalette, Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";

/** The practice's house: a rail on the left, the work on the right. */
export function PracticeFrame(props: ParentProps) {
  let main: HTMLElement | undefined;
  // A new place: its keys and its first line are next.
  createEffect(on(path, () => main?.focus({ preventScroll: true }), { defer: true }));
  return (
    <div class="house">
      <a class="btn skip" href="#main" rel="external">
        Skip to the main part
      </a>
      <Rail />
      <main id="main" tabindex="-1" class="work" ref={main}>
        <ErrorBoundary
          fallback={(_, reset) => (
            <StaffTrouble problem={new ApiProblem("internal")} retry={reset} />
          )}
        >
          <Suspense fallback={<Opening />}>
            <Show when={session()} fallback={<Waiting />}>
              <Inside>{props.children}</Inside>
            </Show>
          </Suspense>
        </ErrorBoundary>
      </main>
      <Teller />
    </div>
  );
}

/** What holds for everyone who is signed in, around a place that this account may see. */
function Inside(props: ParentProps) {
  useKeys();
  usePulse();
  useActions("Anywhere", everywhere, "house");
  return (
    <>
      <IdleWatch />
      <Show when={allowed()} fallback={<NotYours />}>
        {props.children}
      </Show>
      <Palette />
      <Help />
    </>
  );
}

const everywhere = (): Action[] => [
  ...myPlaces().map((place) => ({
    label: `Go to ${place.name}`,
    key: `g ${place.key}`,
    run: () => void navigate(place.href),
  })),
  { label: "Find or do", key: "mod+k", run: openPalette, palette: false },
  { label: "Keys", key: "?", run: openHelp },
];

const allowed = (): boolean => {
  const place = placeAt(path());
  return !place || may(place.permission);
};

const NotYours = () => (
  <>
    <h1 class="sr">Not for this account</h1>
    <Nothing icon="person" title="Your account can't see this">
      Ask whoever looks after accounts at your practice if you need it.
    </Nothing>
  </>
);

const Opening = () => (
  <>
    <h1 class="sr">{placeAt(path())?.name ?? "Practice"}</h1>
    <RowSkeleton />
  </>
);

const Waiting = () => (
  <Show when={sessionProblem()} fallback={<Opening />}>
    {(problem) => <StaffTrouble problem={problem()} retry={() => void loadSession()} />}
  </Show>
);
