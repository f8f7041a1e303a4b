import { lazy, Show, Suspense } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { canChange, isOpen } from "#domain/appointments-rules.ts";
import { now } from "#web/api/clock.ts";
import { named, say, t } from "#web/i18n/language.ts";
import { may } from "#web/session/acting.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, PhoneLink } from "#web/ui/notice.tsx";
import { VisitChip } from "#web/ui/visit-card.tsx";
import { CancelVisit } from "./cancel-visit.tsx";
import { Done, WhatNext } from "./done.tsx";
import { StatePanel } from "./state-panel.tsx";
import { WhatAndWhere } from "./what-and-where.tsx";

/** A visit the chart has, or that is on its way there. */
export const BookedVisit = (props: {
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

// Other times are seldom needed: their pills come when they are.
const SlotPills = lazy(async () => ({ default: (await import("./slot-pill.tsx")).SlotPills }));

/** Where this time could not be had: others near it, one tap from the confirm page. */
const OtherTimes = (props: { visit: Appointment }) => (
  <Show when={may("appointments:act") && props.visit.slots?.length ? props.visit.slots : undefined}>
    {(slots) => (
      <section class="stack" aria-labelledby="others">
        <h2 id="others">{t("visit.otherTimes")}</h2>
        <Suspense fallback={<Skeleton bars={1} />}>
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
        </Suspense>
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
