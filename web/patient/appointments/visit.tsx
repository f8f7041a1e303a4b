import { lazy, Show, Suspense } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { canChange, isOpen } from "#domain/appointments-rules.ts";
import { now } from "#web/api/clock.ts";
import type { Load } from "#web/api/load.ts";
import { learn, named, say, t } from "#web/i18n/language.ts";
import { caredFor, may } from "#web/session/acting.ts";
import { practice } from "#web/session/session.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, PhoneLink, Trouble } from "#web/ui/notice.tsx";
import { param, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { VisitChip } from "#web/ui/visit-card.tsx";
import { hasNoTime, standing, visitLook } from "#web/ui/visit-state.ts";
import { BackLink } from "./back-link.tsx";
import { CancelVisit } from "./cancel-visit.tsx";
import { Done, WhatNext } from "./done.tsx";
import { SlotPills } from "./slot-pill.tsx";
import { StatePanel } from "./state-panel.tsx";
import { createVisit } from "./visit-load.ts";
import { WhatAndWhere } from "./what-and-where.tsx";

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
  createTitle(title, () => practice()?.name);
  // Gone from this chart is not "old but better than nothing".
  const known = () => (load.problem()?.code === "not-found" ? undefined : load.data());
  return (
    <Show when={known()} fallback={<NoVisit load={load} />}>
      {(visit) => (
        <>
          <p class="sr" aria-live="polite">
            {t(visitLook(visit()).key)}
          </p>
          <Show
            when={standing(visit()) !== undefined}
            fallback={
              <BookedVisit visit={visit()} fresh={fresh()} moved={moved()} onChange={load.set} />
            }
          >
            <Suspense fallback={<Skeleton bars={2} />}>
              <AskedVisit visit={visit()} onChange={load.set} onStale={() => void load.reload()} />
            </Suspense>
          </Show>
        </>
      )}
    </Show>
  );
}

// Few visits are asked for: their screen and its words come when one is.
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

/** A visit the chart has, or that is on its way there. */
const BookedVisit = (props: {
  visit: Appointment;
  fresh: boolean;
  moved: boolean;
  onChange: (visit: Appointment) => void;
}) => (
  <div class="stack wide">
    <Show when={props.fresh} fallback={<Heading visit={props.visit} />}>
      <Done visit={props.visit} moved={props.moved} />
    </Show>
    <div class="split">
      <div class="stack">
        <Show when={isSettled(props.visit)} fallback={<StatePanel visit={props.visit} />}>
          <WhatAndWhere visit={props.visit} />
        </Show>
        <Show when={isSettled(props.visit)} fallback={<WhatAndWhere visit={props.visit} />}>
          <StatePanel visit={props.visit} />
        </Show>
        <OtherTimes visit={props.visit} />
      </div>
      <div class="stack wide">
        <Show when={props.fresh}>
          <WhatNext visit={props.visit} />
        </Show>
        <Show when={may("appointments:act")} fallback={<OnlySeen />}>
          <Manage visit={props.visit} onChange={props.onChange} />
        </Show>
      </div>
    </div>
  </div>
);

const OnlySeen = () => (
  <Notice tone="plain" icon="phone">
    <p>{t("carer.readOnly")}</p>
    <PhoneLink />
  </Notice>
);

/** Nothing open about it: the facts come first. Else what is open does. */
const isSettled = (visit: Appointment): boolean =>
  visit.writeBack.state === "in-chart" && visit.change === undefined;

const Heading = (props: { visit: Appointment }) => (
  <div>
    <BackLink href="/visits">{t("visits.title")}</BackLink>
    <div class="row apart">
      <h1>{named(props.visit.visitType)}</h1>
      <VisitChip visit={props.visit} />
    </div>
  </div>
);

/** Where this time could not be had: others near it, one tap from the confirm page. */
const OtherTimes = (props: { visit: Appointment }) => (
  <Show when={may("appointments:act") && props.visit.slots?.length ? props.visit.slots : undefined}>
    {(slots) => (
      <section class="stack" aria-labelledby="others">
        <h2 id="others">{t("visit.otherTimes")}</h2>
        <SlotPills
          slots={slots()}
          timeZone={props.visit.timeZone}
          withDay
          to={(slot) =>
            props.visit.change
              ? `/visits/${props.visit.id}/move/confirm?slot=${slot.id}`
              : `/visits/book/confirm?slot=${slot.id}`
          }
        />
      </section>
    )}
  </Show>
);

/** Move or cancel, with the practice's notice said before it matters. */
function Manage(props: { visit: Appointment; onChange: (visit: Appointment) => void }) {
  const can = () => canChange(props.visit, now());
  const show = () => isOpen(props.visit, now()) && (can() || props.visit.change === undefined);
  const until = () => props.visit.changeableUntil ?? "";
  return (
    <Show when={show()}>
      <section class="stack" aria-labelledby="manage">
        <h2 id="manage">{t("visit.manage")}</h2>
        <Show when={can()} fallback={<TooLate />}>
          <p class="soft">
            {t("visit.notice", { until: say.dateTime(until(), props.visit.timeZone) })}
          </p>
          <a class="btn line full" href={`/visits/${props.visit.id}/move`}>
            <Icon name="moved" />
            {t("visit.move")}
          </a>
          <CancelVisit visit={props.visit} onChange={props.onChange} />
        </Show>
      </section>
    </Show>
  );
}

const TooLate = () => (
  <Notice tone="plain" icon="phone">
    <p>{t("visit.tooLate")}</p>
    <PhoneLink />
  </Notice>
);
