import { createEffect, For, lazy, onCleanup, Show, Suspense } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { isOpen } from "#domain/appointments-rules.ts";
import { localHour } from "#domain/time.ts";
import { call } from "#web/api/call.ts";
import { chart } from "#web/api/chart.ts";
import { now } from "#web/api/clock.ts";
import { createLoad } from "#web/api/load.ts";
import { readComing, recallComing } from "#web/api/visits.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { learn, t } from "#web/i18n/language.ts";
import { may } from "#web/session/acting.ts";
import { practice, session } from "#web/session/session.ts";
import { setUnread } from "#web/session/unread.ts";
import { Freshness, Skeleton, ZoneNote } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { PhoneLink, Trouble } from "#web/ui/notice.tsx";
import { PorchScene } from "#web/ui/scene.tsx";
import { createTitle } from "#web/ui/title.ts";
import { NextVisit, VisitCard } from "#web/ui/visit-card.tsx";
import { asksForAttention, standing } from "#web/ui/visit-state.ts";

interface Coming {
  items: Appointment[];
  asOf?: string | undefined;
  stale?: boolean | undefined;
}

const seedComing = (): Coming | undefined => {
  const items = recallComing();
  return items && { items };
};

export function Home() {
  const visits = createLoad<Coming>(readComing, seedComing);
  lookForAnswers();
  createTitle(() => t("nav.home"));
  return (
    <div class="stack wide">
      <h1>{greeting()}</h1>
      <Freshness load={visits} />
      <div class="split">
        <div class="stack wide">
          <Show
            when={visits.data()}
            fallback={
              <Show when={visits.problem()} fallback={<Skeleton bars={2} />}>
                {(problem) => <Trouble problem={problem()} retry={() => void visits.reload()} />}
              </Show>
            }
          >
            {(coming) => (
              <ComingVisits visits={coming().items} reload={() => void visits.reload()} />
            )}
          </Show>
        </div>
        <Aside
          offered={(visits.data()?.items ?? []).some(isOffered)}
          settled={(visits.data() ?? visits.problem()) !== undefined}
        />
      </div>
    </div>
  );
}

/** When everything that home shows has come, and nobody waits for anything. */
const LATER_MS = 2500;

/** Whether the clinic wrote is said in the menu. */
function lookForAnswers(): void {
  createEffect(() => {
    if (chart() !== undefined) return;
    const read = async () => {
      const { items } = await call("GET /threads", {});
      setUnread(items.reduce((sum, one) => sum + one.unread, 0));
    };
    const timer = setTimeout(() => void read().catch(() => undefined), LATER_MS);
    onCleanup(() => clearTimeout(timer));
  });
}

function greeting(): string {
  const hour = localHour(now(), practice()?.timeZone ?? "UTC");
  const key: Key = hour < 12 ? "home.morning" : hour < 18 ? "home.afternoon" : "home.evening";
  return t(key, { name: session()?.patient?.firstName ?? "" });
}

/** The way to book floats under the thumb, unless there are times to answer first. What stands below the visits comes with them. */
const Aside = (props: { offered: boolean; settled: boolean }) => (
  <aside class="home-aside">
    <Show when={may("appointments:act")}>
      <div classList={{ dock: !props.offered }}>
        <a class="btn full home-book" href="/visits/book">
          <Icon name="plus" />
          {t("visits.book")}
        </a>
      </div>
    </Show>
    <Show when={props.settled}>
      <div class="home-help">
        <p>
          <strong>{t("help.title")}</strong>
          <br />
          <span class="soft small">{t("help.body")}</span>
        </p>
        <PhoneLink />
      </div>
    </Show>
  </aside>
);

const WAITING: readonly string[] = ["asked", "entering"];
const isWaiting = (visit: Appointment) => WAITING.includes(standing(visit) ?? "");
const isOffered = (visit: Appointment) => standing(visit) === "offered" && may("appointments:act");

// Times are seldom offered: their pills and words come when some are.
const OfferedVisit = lazy(async () => {
  const [{ OfferedVisit: found }] = await Promise.all([
    import("#web/ui/asked/offered-visit.tsx"),
    learn("requests"),
  ]);
  return { default: found };
});

/** Trouble and times to pick from first, then the next visit, then what follows, then what nobody has confirmed. */
function ComingVisits(props: { visits: readonly Appointment[]; reload: () => void }) {
  const sorted = () => [...props.visits].sort((a, b) => (a.start < b.start ? -1 : 1));
  const attention = () => sorted().filter(asksForAttention);
  const waiting = () => sorted().filter(isWaiting);
  const open = () =>
    sorted().filter(
      (visit) => isOpen(visit, now()) && !isWaiting(visit) && !asksForAttention(visit),
    );
  return (
    <>
      <For each={attention().filter(isOffered)}>
        {(visit) => (
          <Suspense fallback={<Skeleton bars={2} />}>
            <OfferedVisit visit={visit} onStale={() => props.reload()} />
          </Suspense>
        )}
      </For>
      <VisitList title="home.attention" visits={attention().filter((visit) => !isOffered(visit))} />
      <Show
        when={open()[0]}
        fallback={
          <Show when={waiting().length === 0}>
            <NoVisits />
          </Show>
        }
      >
        {(next) => (
          <section class="stack" aria-labelledby="next">
            <h2 id="next">{t("home.next")}</h2>
            <NextVisit visit={next()} />
            <ZoneNote at={next().start} timeZone={next().timeZone} />
          </section>
        )}
      </Show>
      <VisitList title="home.later" visits={open().slice(1, 3)} />
      <VisitList title="home.asked" visits={waiting()} />
      <p>
        <a class="link" href="/visits">
          {t("home.all")}
          <Icon name="right" size={16} />
        </a>
      </p>
    </>
  );
}

const VisitList = (props: { title: Key; visits: readonly Appointment[] }) => (
  <Show when={props.visits.length > 0}>
    <section class="stack" aria-label={t(props.title)}>
      <h2>{t(props.title)}</h2>
      <ul class="stack">
        <For each={props.visits}>
          {(visit) => (
            <li>
              <VisitCard visit={visit} />
            </li>
          )}
        </For>
      </ul>
    </section>
  </Show>
);

const NoVisits = () => (
  <section class="card home-none" aria-labelledby="none">
    <PorchScene />
    <h2 id="none">{t("home.none")}</h2>
    <p class="soft">{t("home.noneHelp")}</p>
    <p>{t("home.bookLead")}</p>
  </section>
);
