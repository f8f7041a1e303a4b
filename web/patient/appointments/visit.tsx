import { Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { canChange, isOpen } from "#domain/appointments-rules.ts";
import { now } from "#web/api/clock.ts";
import { language, named, say, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Skeleton, ZoneNote } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, PhoneLink, Trouble } from "#web/ui/notice.tsx";
import { param, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { VisitChip } from "#web/ui/visit-card.tsx";
import { visitLook } from "#web/ui/visit-state.ts";
import { BackLink } from "./back-link.tsx";
import { CancelVisit } from "./cancel-visit.tsx";
import { Done, WhatNext } from "./done.tsx";
import { Facts } from "./facts.tsx";
import { SlotPills } from "./slot-pill.tsx";
import { StatePanel } from "./state-panel.tsx";
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
    const day = visit && say.shortDay(visit.start, visit.timeZone);
    return visit ? `${named(visit.visitType)}, ${day}` : t("visits.title");
  };
  createTitle(title, () => practice()?.name);
  return (
    <Show
      when={load.data()}
      fallback={
        <Show when={load.problem()} fallback={<Skeleton bars={2} />}>
          {(problem) => (
            <div class="stack">
              <h1>{t("visits.title")}</h1>
              <Trouble problem={problem()} retry={() => void load.reload()} />
            </div>
          )}
        </Show>
      }
    >
      {(visit) => (
        <div class="stack wide">
          <p class="sr" aria-live="polite">
            {t(visitLook(visit()).key)}
          </p>
          <Show when={fresh()} fallback={<Heading visit={visit()} />}>
            <Done visit={visit()} moved={moved()} />
          </Show>
          <div class="split">
            <div class="stack">
              <Show when={isSettled(visit())} fallback={<StatePanel visit={visit()} />}>
                <WhatAndWhere visit={visit()} />
              </Show>
              <Show when={isSettled(visit())} fallback={<WhatAndWhere visit={visit()} />}>
                <StatePanel visit={visit()} />
              </Show>
              <OtherTimes visit={visit()} />
            </div>
            <div class="stack wide">
              <Show when={fresh()}>
                <WhatNext visit={visit()} />
              </Show>
              <Manage visit={visit()} onChange={load.set} />
            </div>
          </div>
        </div>
      )}
    </Show>
  );
}

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

function WhatAndWhere(props: { visit: Appointment }) {
  const on = () => isOpen(props.visit, now());
  const address = () => (props.visit.video ? undefined : props.visit.location.address);
  return (
    <section class="card stack">
      <Facts {...props.visit} what={named(props.visit.visitType)} />
      <Show when={on()}>
        <div class="visit-tools">
          <a
            class="btn quiet small"
            href={`/api/appointments/${props.visit.id}/calendar?language=${language()}`}
            rel="external"
            download="visit.ics"
          >
            <Icon name="calendar" />
            {t("visit.calendar")}
          </a>
          <Show when={address()}>
            {(place) => (
              <a
                class="btn quiet small"
                href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(place())}`}
                target="_blank"
                rel="noreferrer noopener external"
              >
                <Icon name="route" />
                {t("visit.directions")}
              </a>
            )}
          </Show>
        </div>
      </Show>
      <ZoneNote at={props.visit.start} timeZone={props.visit.timeZone} />
    </section>
  );
}

/** Where this time could not be had: others near it, one tap from the confirm page. */
const OtherTimes = (props: { visit: Appointment }) => (
  <Show when={props.visit.slots?.length ? props.visit.slots : undefined}>
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
