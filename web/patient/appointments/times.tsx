import { createMemo, For, Show } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { startOfDay } from "#domain/time.ts";
import { counted, say, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Skeleton, ZoneNote } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { PhoneLink, Trouble } from "#web/ui/notice.tsx";
import { PorchScene } from "#web/ui/scene.tsx";
import type { Catalogue } from "./catalogue.ts";
import { Choice } from "./choice.tsx";
import { oncePerTime, partsOfDay } from "./open-times.ts";
import { SlotPills } from "./slot-pill.tsx";
import { createTimes, type Times, type Wish } from "./times-model.ts";

export interface Filter {
  practitionerId?: string;
  locationId?: string;
}

/** Find a time: who and where, a week to look at, and the day's times as pills. */
export function TimePicker(props: {
  visitTypeId: string;
  catalogue: Catalogue;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  to: (slot: Slot) => string;
}) {
  const wish = createMemo<Wish>(() => ({ visitTypeId: props.visitTypeId, ...props.filter }));
  const times = createTimes(wish, practice()?.timeZone ?? props.catalogue.timeZone);
  const filter = (next: Filter) => {
    times.reset();
    props.onFilter(next);
  };
  return (
    <div class="stack">
      <Filters catalogue={props.catalogue} filter={props.filter} onFilter={filter} />
      <Show when={times.problem()}>
        {(problem) => <Trouble problem={problem()} retry={times.retry} />}
      </Show>
      <Show when={times.lead.data()} fallback={<PickerSkeleton gone={!!times.problem()} />}>
        <Show when={times.first()} fallback={<NoneAtAll />}>
          {(first) => (
            <>
              <DayHead times={times} first={first()} />
              <WeekStrip times={times} />
              <DayTimes
                {...{ times, first: first() }}
                to={props.to}
                placeKnown={props.filter.locationId !== undefined}
              />
            </>
          )}
        </Show>
        <Age times={times} />
      </Show>
    </div>
  );
}

const PickerSkeleton = (props: { gone: boolean }) => (
  <Show when={!props.gone}>
    <div class="times-loading">
      <Skeleton bars={2} />
    </div>
  </Show>
);

function Filters(props: {
  catalogue: Catalogue;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}) {
  const without = (key: keyof Filter): Filter => {
    const { [key]: _, ...rest } = props.filter;
    return rest;
  };
  const pick = (key: keyof Filter, id: string) =>
    props.onFilter(id ? { ...without(key), [key]: id } : without(key));
  return (
    <div class="filters">
      <Choice
        label={t("book.who")}
        all={t("book.anyone")}
        options={props.catalogue.practitioners}
        value={props.filter.practitionerId}
        onPick={(id) => pick("practitionerId", id)}
      />
      <Choice
        label={t("book.where")}
        all={t("book.anywhere")}
        options={props.catalogue.locations}
        value={props.filter.locationId}
        onPick={(id) => pick("locationId", id)}
      />
    </div>
  );
}

/** The shown day, the way to the first open time, and to the weeks around. */
function DayHead(props: { times: Times; first: Slot }) {
  const at = () => startOfDay(props.times.shownDay(), props.times.timeZone);
  return (
    <div class="day-head">
      <h2 id="day" aria-live="polite">
        {say.longDay(at(), props.times.timeZone)}
      </h2>
      <button
        type="button"
        class="btn quiet small day-first"
        onClick={() => props.times.goTo(props.first)}
      >
        {t("book.first")}
      </button>
      <span class="day-turns">
        <button
          type="button"
          class="week-turn"
          aria-label={t("book.prevWeek")}
          disabled={props.times.isFirstWeek()}
          onClick={() => props.times.turn(-1)}
        >
          <Icon name="left" />
        </button>
        <button
          type="button"
          class="week-turn"
          aria-label={t("book.nextWeek")}
          disabled={props.times.isLastWeek()}
          onClick={() => props.times.turn(1)}
        >
          <Icon name="right" />
        </button>
      </span>
    </div>
  );
}

const WeekStrip = (props: { times: Times }) => (
  <ul class="week-days" aria-label={t("book.days")}>
    <For each={props.times.days()}>
      {(day) => (
        <li>
          <DayChip times={props.times} day={day} />
        </li>
      )}
    </For>
  </ul>
);

function DayChip(props: { times: Times; day: string }) {
  const at = () => startOfDay(props.day, props.times.timeZone);
  const count = () => oncePerTime(props.times.open().get(props.day) ?? []).length;
  const parts = () => say.tile(at(), props.times.timeZone);
  const told = () => (count() > 0 ? counted("book.open", count()) : t("book.noneOpen"));
  return (
    <button
      type="button"
      class="day"
      data-open={count() > 0}
      aria-pressed={props.times.shownDay() === props.day}
      aria-label={`${say.longDay(at(), props.times.timeZone)}, ${told()}`}
      onClick={() => props.times.pickDay(props.day)}
    >
      <span class="small">{parts().weekday}</span>
      <strong class="day-number">{parts().day}</strong>
      <span class="day-dot" />
    </button>
  );
}

function DayTimes(props: {
  times: Times;
  first: Slot;
  to: (slot: Slot) => string;
  placeKnown: boolean;
}) {
  const slots = () => oncePerTime(props.times.open().get(props.times.shownDay()) ?? []);
  return (
    <section class="stack" aria-labelledby="day">
      <ZoneNote at={props.first.start} timeZone={props.times.timeZone} />
      <Show when={props.times.slots()} fallback={<PickerSkeleton gone={!!props.times.problem()} />}>
        <For
          each={partsOfDay(slots(), props.times.timeZone)}
          fallback={<NoDay times={props.times} />}
        >
          {({ part, slots: found }) => (
            <div class="stack part">
              <h3 class="soft">{t(`book.${part}`)}</h3>
              <SlotPills
                slots={found}
                timeZone={props.times.timeZone}
                to={props.to}
                placeKnown={props.placeKnown}
              />
            </div>
          )}
        </For>
      </Show>
    </section>
  );
}

/** Nothing that day, or that week: say when there is next, and go there in one tap. */
function NoDay(props: { times: Times }) {
  const zone = () => props.times.timeZone;
  const empty = () => props.times.open().size === 0;
  const day = () => say.shortDay(startOfDay(props.times.shownDay(), zone()), zone());
  return (
    <div class="card stack">
      <strong>{empty() ? t("book.noWeek") : t("book.noDay", { day: day() })}</strong>
      <Show when={props.times.later()} fallback={<Skeleton bars={1} />}>
        {(later) => (
          <Show when={later().slot} fallback={<p class="soft">{t("book.noLater")}</p>}>
            {(next) => (
              <>
                <p class="soft">{t("book.nextIs", { when: say.dateTime(next().start, zone()) })}</p>
                <p>
                  <button type="button" class="btn quiet" onClick={() => props.times.goTo(next())}>
                    {t("book.goNext", { day: say.shortDay(next().start, zone()) })}
                  </button>
                </p>
              </>
            )}
          </Show>
        )}
      </Show>
    </div>
  );
}

const NoneAtAll = () => (
  <div class="card stack times-none">
    <PorchScene />
    <strong>{t("book.noneAtAll")}</strong>
    <p class="soft">{t("book.noneAtAllHelp")}</p>
    <PhoneLink />
  </div>
);

const Age = (props: { times: Times }) => (
  <Show when={props.times.lead.data()?.stale && props.times.lead.data()?.asOf}>
    {(asOf) => (
      <p class="soft small row">
        <Icon name="clock" size={16} />
        {t("book.asOf", { age: say.ago(asOf()) })}
      </p>
    )}
  </Show>
);
