import "./desk.css";
import { For, Show } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { startOfDay } from "#domain/time.ts";
import { say } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";
import { columns, type OpenTimes, type Stretch, suits } from "./open-times.ts";
import { NotYet } from "./trouble.tsx";
import { many } from "./words.ts";

interface PickerProps {
  times: OpenTimes;
  chosen: readonly Slot[];
  onToggle: (slot: Slot) => void;
  /** What the patient asked for: such times carry a dot. */
  wishes?: readonly Stretch[] | undefined;
}

/** Seven days, and the chosen day's open times by clinician and place. */
export const SlotPicker = (props: PickerProps) => (
  <div class="picker">
    <Week times={props.times} />
    <Show when={props.times.shown()} fallback={<NotYet load={props.times.load} rows={4} />}>
      {(slots) => (
        <Show when={slots().length > 0} fallback={<NoneThisWeek times={props.times} />}>
          <DayLines {...props} />
        </Show>
      )}
    </Show>
  </div>
);

const dayWords = (day: string, zone: string) => say.shortDay(startOfDay(day, zone), zone);

const Week = (props: { times: OpenTimes }) => (
  <div class="picker-week">
    <button
      type="button"
      class="tool"
      aria-label="Week before"
      disabled={props.times.atStart()}
      onClick={() => props.times.turn(-1)}
    >
      <Icon name="left" size={16} />
    </button>
    <ul class="picker-days">
      <For each={props.times.days()}>{(day) => <Day day={day} times={props.times} />}</For>
    </ul>
    <button type="button" class="tool" aria-label="Week after" onClick={() => props.times.turn(1)}>
      <Icon name="right" size={16} />
    </button>
  </div>
);

function Day(props: { day: string; times: OpenTimes }) {
  const open = () => props.times.byDay().get(props.day)?.length ?? 0;
  const parts = () => say.tile(startOfDay(props.day, props.times.timeZone), props.times.timeZone);
  return (
    <li>
      <button
        type="button"
        class="picker-day"
        data-open={open() > 0}
        aria-pressed={props.times.shownDay() === props.day}
        aria-label={`${dayWords(props.day, props.times.timeZone)}, ${many(open(), "open time")}`}
        onClick={() => props.times.pickDay(props.day)}
      >
        <span class="soft">{parts().weekday}</span>
        <strong class="num">{parts().day}</strong>
        <span class="picker-open num">{open() || "–"}</span>
      </button>
    </li>
  );
}

function DayLines(props: PickerProps) {
  const slots = () => props.times.byDay().get(props.times.shownDay()) ?? [];
  return (
    <div class="picker-lines">
      <h3>{dayWords(props.times.shownDay(), props.times.timeZone)}</h3>
      <Show when={slots().length > 0} fallback={<p class="soft">Nothing open this day.</p>}>
        <For each={columns(slots())}>
          {(column) => (
            <section>
              <h4 class="small">
                {column.practitioner.name} <span class="soft">· {column.location.name}</span>
              </h4>
              <ul class="picker-times">
                <For each={column.slots}>
                  {(slot) => (
                    <li>
                      <Time {...props} slot={slot} />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
      </Show>
    </div>
  );
}

const Time = (props: PickerProps & { slot: Slot }) => (
  <button
    type="button"
    class="tool picker-time num"
    aria-pressed={props.chosen.some(({ id }) => id === props.slot.id)}
    onClick={() => props.onToggle(props.slot)}
  >
    {say.time(props.slot.start, props.times.timeZone)}
    <Show when={suits(props.slot, props.wishes ?? [])}>
      <span class="picker-dot" aria-hidden="true" />
      <span class="sr">, asked for</span>
    </Show>
  </button>
);

const LOOKING = {
  looking: "Looking…",
  nothing: "Nothing is open in the eight weeks after this one either.",
  failed: "Could not look further. Try again.",
};

function NoneThisWeek(props: { times: OpenTimes }) {
  const words = () => {
    const state = props.times.looking();
    return state ? LOOKING[state] : "";
  };
  return (
    <div class="picker-none">
      <strong>No open times in these seven days</strong>
      <button type="button" class="btn small line" onClick={() => props.times.lookFurther()}>
        Go to the next open time
      </button>
      <p role="status" class="soft small">
        {words()}
      </p>
    </div>
  );
}

/** A chosen time in words: "Thu, Dec 3, 9:15 AM CST · Maya Okafor · Northgate". */
export const slotWords = (slot: Slot, timeZone: string): string =>
  [say.dateTime(slot.start, timeZone), slot.practitioner.name, slot.location.name].join(" · ");
