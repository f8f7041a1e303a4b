import { createSignal, For, type JSX, Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { createLoad, type Load } from "#web/api/load.ts";
import { readComing, recallComing, remember } from "#web/api/visits.ts";
import { t } from "#web/i18n/language.ts";
import { may } from "#web/session/acting.ts";
import { Freshness, Skeleton, ZoneNote } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { PorchScene } from "#web/ui/scene.tsx";
import { createTitle } from "#web/ui/title.ts";
import { VisitCard } from "#web/ui/visit-card.tsx";

interface Page {
  items: Appointment[];
  cursor?: string | undefined;
  asOf?: string | undefined;
  stale?: boolean | undefined;
}

/** All visits: what is coming, then what was. */
export function Visits() {
  const coming = createLoad<Page>(
    async () => {
      const found = await readComing();
      return { ...found, items: sorted(found.items) };
    },
    () => {
      const items = recallComing();
      return items && { items: sorted(items) };
    },
  );
  const past = createLoad<Page>(async () => {
    const found = await call("GET /appointments", { when: "past" });
    remember(found.items);
    return { ...found, items: sorted(found.items).reverse() };
  });
  createTitle(() => t("visits.title"));
  return (
    <div class="stack wide">
      <div class="row apart">
        <h1>{t("visits.title")}</h1>
        <Show when={may("appointments:act")}>
          <a class="btn small" href="/visits/book">
            <Icon name="plus" />
            {t("visits.book")}
          </a>
        </Show>
      </div>
      <Freshness load={coming} />
      <Section title={t("visits.coming")} id="coming" load={coming} empty={<NoneComing />} />
      {/* Below what is coming, once that is as long as it will be. */}
      <Show when={coming.data() ?? coming.problem()}>
        <Section
          title={t("visits.past")}
          id="past"
          load={past}
          past
          empty={<p class="soft">{t("visits.nonePast")}</p>}
        />
      </Show>
    </div>
  );
}

const sorted = (visits: readonly Appointment[]): Appointment[] =>
  [...visits].sort((a, b) => (a.start < b.start ? -1 : 1));

const Section = (props: {
  title: string;
  id: string;
  load: Load<Page>;
  past?: boolean;
  empty: JSX.Element;
}) => (
  <section class="stack" aria-labelledby={props.id}>
    <h2 id={props.id}>{props.title}</h2>
    <Show
      when={props.load.data()}
      fallback={
        <Show when={props.load.problem()} fallback={<Skeleton />}>
          {(problem) => <Trouble problem={problem()} retry={() => void props.load.reload()} />}
        </Show>
      }
    >
      {(page) => (
        <Show when={page().items.length > 0} fallback={props.empty}>
          <ul class="visit-list">
            <For each={page().items}>
              {(visit) => (
                <li>
                  <VisitCard visit={visit} past={props.past ?? false} />
                </li>
              )}
            </For>
          </ul>
          <Show when={props.past !== true && page().items[0]}>
            {(first) => <ZoneNote at={first().start} timeZone={first().timeZone} />}
          </Show>
          <Older load={props.load} page={page()} />
        </Show>
      )}
    </Show>
  </section>
);

/** The next page of older visits, added below. */
function Older(props: { load: Load<Page>; page: Page }) {
  const [busy, setBusy] = createSignal(false);
  async function more(cursor: string) {
    if (busy()) return;
    setBusy(true);
    try {
      const next = await call("GET /appointments", { when: "past", cursor });
      remember(next.items);
      const items = [...props.page.items, ...sorted(next.items).reverse()];
      props.load.set({ ...next, items });
    } catch {
      // The button stays: it can be pressed again.
    } finally {
      setBusy(false);
    }
  }
  return (
    <Show when={props.page.cursor}>
      {(cursor) => (
        <button
          type="button"
          class="btn line"
          aria-disabled={busy()}
          onClick={() => void more(cursor())}
        >
          {t("visits.more")}
        </button>
      )}
    </Show>
  );
}

const NoneComing = () => (
  <div class="card times-none stack">
    <PorchScene />
    <strong>{t("visits.noneComing")}</strong>
    <p class="soft">{t("home.bookLead")}</p>
  </div>
);
