import { For, lazy, Match, Show, Suspense, Switch } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import type { Window } from "#domain/appointments-requests.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { named, say, t } from "#web/i18n/language.ts";
import { may } from "#web/session/acting.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, PhoneLink } from "#web/ui/notice.tsx";
import { navigate, query } from "#web/ui/router.tsx";
import { VisitChip } from "#web/ui/visit-card.tsx";
import { hasNoTime, type Standing, standing, visitLook } from "#web/ui/visit-state.ts";
import { PeopleFacts } from "./facts.tsx";
import { since } from "./since.ts";
import { WhatAndWhere } from "./what-and-where.tsx";
import { partOf } from "./wishes.ts";

const OfferedTimes = lazy(async () => ({
  default: (await import("#web/ui/asked/offered-times.tsx")).OfferedTimes,
}));
const Withdraw = lazy(async () => ({ default: (await import("./withdraw.tsx")).Withdraw }));

interface AskedProps {
  visit: Appointment;
  onChange: (visit: Appointment) => void;
  onStale: () => void;
}

/** A visit the chart may never have seen: asked for, offered, being typed in, refused or taken back. */
export function AskedVisit(props: AskedProps) {
  const stands = () => standing(props.visit) ?? "asked";
  return (
    <div class="stack wide">
      <Heading visit={props.visit} stands={stands()} />
      <div class="split">
        <div class="stack">
          <Said visit={props.visit} stands={stands()} />
          <Show when={stands() === "offered"}>
            <Offer {...props} />
          </Show>
          <Show when={hasNoTime(props.visit)} fallback={<WhatAndWhere visit={props.visit} />}>
            <WhatWasAsked visit={props.visit} />
          </Show>
        </div>
        <div class="stack wide">
          <WhatNext stands={stands()} />
          <WhatToDo {...props} stands={stands()} />
        </div>
      </div>
    </div>
  );
}

const TITLES: Record<Standing, Key> = {
  asked: "asked.title",
  offered: "offer.title",
  entering: "entering.title",
  entered: "entered.title",
  declined: "declined.title",
  withdrawn: "withdrawn.title",
};

/** The moment after the button stands out; later it is a page among others. */
function Heading(props: { visit: Appointment; stands: Standing }) {
  const fresh = () =>
    query("new") !== undefined && ["asked", "entering", "entered"].includes(props.stands);
  return (
    <div>
      <Show
        when={fresh()}
        fallback={
          <>
            <BackLink href="/visits">{t("visits.title")}</BackLink>
            <div class="row apart">
              <h1>{t(TITLES[props.stands])}</h1>
              <VisitChip visit={props.visit} />
            </div>
          </>
        }
      >
        <div class="done" data-tone="info">
          <span class="done-sign">
            <Icon name={visitLook(props.visit).icon} size={44} />
          </span>
          <h1>{t(TITLES[props.stands])}</h1>
          {/* The title says it all. */}
          <Show when={props.stands !== "entered"}>
            <p class="soft">{t(visitLook(props.visit).key)}</p>
          </Show>
        </div>
      </Show>
    </div>
  );
}

const ENTERING: Partial<Record<string, Key>> = {
  "tried-for-a-day": "entering.day",
  "not-found-after-entry": "entering.again",
};
/** Which sentence says how it stands, and no more than that. */
export function saidKey({ writeBack }: Appointment, stands: Standing): Key | undefined {
  if (stands === "offered") return undefined;
  if (stands === "entering") return ENTERING[writeBack.reason ?? ""] ?? "entering.body";
  return `${stands}.body`;
}

/** How it stands, in one panel. */
function Said(props: { visit: Appointment; stands: Standing }) {
  const look = () => visitLook(props.visit);
  const at = () => since(props.visit.writeBack.since, props.visit.timeZone);
  return (
    <Show when={saidKey(props.visit, props.stands)}>
      {(key) => (
        <Notice tone={look().tone} icon={look().icon}>
          <Show when={props.visit.declined}>
            {(words) => (
              <>
                <p>{t("declined.words")}</p>
                <blockquote>{words()}</blockquote>
              </>
            )}
          </Show>
          <p>{t(key(), { since: at() })}</p>
        </Notice>
      )}
    </Show>
  );
}

const Offer = (props: AskedProps) => (
  <section class="card stack" aria-label={t("offer.title")}>
    <Show when={may("appointments:act")} fallback={<p>{t("carer.readOnly")}</p>}>
      <Suspense fallback={<Skeleton bars={2} />}>
        <OfferedTimes
          visit={props.visit}
          onStale={props.onStale}
          onAnswer={(visit) => {
            props.onChange(visit);
            void navigate(`/visits/${visit.id}?${visit.preferred ? "none" : "new"}`, {
              replace: true,
            });
          }}
        />
      </Suspense>
    </Show>
  </section>
);

/** The wishes as they were sent: nothing of it is a time yet. */
const WhatWasAsked = (props: { visit: Appointment }) => (
  <section class="card stack">
    <Show when={query("none") !== undefined && standing(props.visit) === "asked"}>
      <p role="status">{t("asked.none")}</p>
    </Show>
    <h2>{named(props.visit.visitType)}</h2>
    <h3 class="soft">{t("asked.wishes")}</h3>
    <ul class="stack">
      <For each={props.visit.preferred}>
        {(wish) => (
          <li class="row">
            <Icon name="calendar" />
            <span class="num">{wishWords(wish, props.visit.timeZone)}</span>
          </li>
        )}
      </For>
    </ul>
    <dl class="facts">
      <PeopleFacts {...props.visit} asked />
    </dl>
  </section>
);

/** "Thu, Dec 3 · Morning"; a window that is none of our parts by its hours. */
export function wishWords(wish: Window, timeZone: string): string {
  const part = partOf(wish, timeZone);
  const hours = `${say.time(wish.from, timeZone)} – ${say.time(wish.to, timeZone)}`;
  return `${say.shortDay(wish.from, timeZone)} · ${part ? t(`ask.${part}`) : hours}`;
}

const STEPS: Partial<Record<Standing, readonly Key[]>> = {
  asked: ["asked.next1", "asked.next2", "asked.next3"],
  entering: ["entering.next1", "entering.next2", "entering.next3"],
  entered: ["entering.next2", "entering.next3"],
};
const WhatNext = (props: { stands: Standing }) => (
  <Show when={STEPS[props.stands]}>
    {(steps) => (
      <section class="card stack" aria-labelledby="next-steps">
        <h2 id="next-steps">{t("done.next")}</h2>
        <ol class="steps">
          <For each={steps()}>{(step) => <li>{t(step)}</li>}</For>
        </ol>
      </section>
    )}
  </Show>
);

/** Call, take it back, ask again: what is left to do. */
const WhatToDo = (props: AskedProps & { stands: Standing }) => (
  <div class="stack">
    <Switch>
      <Match when={!may("appointments:act")}>{undefined}</Match>
      <Match when={["asked", "offered", "entering"].includes(props.stands)}>
        <Suspense>
          <Withdraw visit={props.visit} onChange={props.onChange} />
        </Suspense>
      </Match>
      <Match when={props.stands === "declined"}>
        <a class="btn full" href={`/visits/book/request?type=${props.visit.visitType.id}`}>
          {t("declined.again")}
        </a>
      </Match>
    </Switch>
    <PhoneLink class="btn quiet full" />
  </div>
);
