import { lazy, Show, Suspense } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { isOpen } from "#domain/appointments-rules.ts";
import { now } from "#web/api/clock.ts";
import type { Load } from "#web/api/load.ts";
import { learn, named, say, t } from "#web/i18n/language.ts";
import { caredFor } from "#web/session/acting.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { param, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { hasNoTime, standing, visitLook } from "#web/ui/visit-state.ts";
import { createVisit } from "./visit-load.ts";

/** One visit: everything about it, and what the chart knows. After booking it is also the confirmation. */
export function Visit() {
  const id = param("id");
  const load = createVisit(() => id);
  const moved = () => query("moved") !== undefined;
  /** The moment after booking or moving, until it is cancelled: nothing is celebrated that is off. */
  const fresh = () => {
    const visit = load.data();
    const off = !visit || !isOpen(visit, now()) || visit.change?.kind === "cancel";
    return !off && (query("new") !== undefined || moved());
  };
  const title = () => {
    const visit = load.data();
    if (!visit) return t("visits.title");
    const when = hasNoTime(visit)
      ? t(visitLook(visit).key)
      : say.shortDay(visit.start, visit.timeZone);
    return `${named(visit.visitType)}, ${when}`;
  };
  createTitle(title);
  // Gone from this chart is not "old but better than nothing".
  const known = () => (load.problem()?.code === "not-found" ? undefined : load.data());
  return (
    <Show when={known()} fallback={<NoVisit load={load} />}>
      {(visit) => (
        <>
          <p class="sr" aria-live="polite">
            {t(visitLook(visit()).key)}
          </p>
          <Suspense fallback={<Skeleton bars={2} />}>
            <Show
              when={standing(visit()) !== undefined}
              fallback={
                <BookedVisit visit={visit()} fresh={fresh()} moved={moved()} onChange={load.set} />
              }
            >
              <AskedVisit visit={visit()} onChange={load.set} onStale={() => void load.reload()} />
            </Show>
          </Suspense>
        </>
      )}
    </Show>
  );
}

// On a first load only what the visit turns out to need comes; within the app the first is here already.
const BookedVisit = lazy(async () => ({
  default: (await import("./booked-visit.tsx")).BookedVisit,
}));
const AskedVisit = lazy(async () => {
  const [{ AskedVisit: found }] = await Promise.all([
    import("./asked-visit.tsx"),
    learn("requests"),
  ]);
  return { default: found };
});

const NoVisit = (props: { load: Load<Appointment> }) => (
  <Show when={props.load.problem()} fallback={<Skeleton bars={2} />}>
    {(problem) => (
      <div class="stack">
        <h1>{t("visits.title")}</h1>
        <Trouble problem={problem()} retry={() => void props.load.reload()} />
        <Show when={problem().code === "not-found" && caredFor().length > 0}>
          <p>{t("visit.carers")}</p>
        </Show>
      </div>
    )}
  </Show>
);
