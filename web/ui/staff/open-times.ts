import { createMemo, createSignal } from "solid-js";
import type { Location, Practitioner, Slot } from "#domain/appointments.ts";
import { addDays, localDay, startOfDay } from "#domain/time.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { createLoad } from "#web/api/load.ts";
import { asProblem } from "#web/api/problem.ts";

export interface SlotWish {
  readonly visitTypeId: string;
  readonly practitionerId?: string;
  readonly locationId?: string;
}
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** How far ahead we look when a week has nothing open. */
const LOOK_AHEAD_DAYS = 56;
const MOST_PAGES = 10;

/** All of a stretch: an answer of the server holds a page of it. */
async function readSlots(wish: SlotWish, stretch: Stretch): Promise<Slot[]> {
  const slots: Slot[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await call("GET /practice/slots", {
      ...wish,
      ...stretch,
      ...(cursor ? { cursor } : {}),
    });
    slots.push(...answer.items);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return slots;
}

/** The open times of a wish, seven days at a time from a first day on. */
export function createOpenTimes(wish: () => SlotWish | undefined, options: OpenTimesOptions) {
  const { timeZone } = options;
  const today = localDay(now(), timeZone);
  const first = options.firstDay > today ? options.firstDay : today;
  const [monday, setMonday] = createSignal(first);
  const [day, setDay] = createSignal<string>();
  const [looking, setLooking] = createSignal<"looking" | "nothing" | "failed">();
  const days = () => Array.from({ length: 7 }, (_, index) => addDays(monday(), index));
  const stretch = (from: string, many: number): Stretch => ({
    from: from === today ? now() : startOfDay(from, timeZone),
    to: startOfDay(addDays(from, many), timeZone),
  });

  const load = createLoad(() => {
    const [asked, from] = [wish(), monday()];
    return asked && readSlots(asked, stretch(from, 7)).then((slots) => ({ asked, from, slots }));
  });
  const shown = createMemo(() => {
    const data = load.data();
    return data && data.asked === wish() && data.from === monday() ? data.slots : undefined;
  });
  const byDay = createMemo(() => Map.groupBy(shown() ?? [], (s) => localDay(s.start, timeZone)));
  const shownDay = () => {
    const wanted = day();
    if (wanted && days().includes(wanted)) return wanted;
    return days().find((each) => byDay().has(each)) ?? days()[0] ?? today;
  };
  const goTo = (start: string) => {
    setLooking(undefined);
    setMonday(start);
    setDay(undefined);
  };
  async function lookFurther() {
    const asked = wish();
    if (!asked) return;
    setLooking("looking");
    const from = addDays(monday(), 7);
    try {
      const { items } = await call("GET /practice/slots", {
        ...asked,
        ...stretch(from, LOOK_AHEAD_DAYS),
      });
      const next = items[0];
      if (next) goTo(localDay(next.start, timeZone));
      else setLooking("nothing");
    } catch (thrown) {
      setLooking(asProblem(thrown).code === "session.required" ? undefined : "failed");
    }
  }
  return {
    ...{ load, shown, days, byDay, shownDay, looking, timeZone },
    lookFurther: () => void lookFurther(),
    pickDay: setDay,
    turn: (by: 1 | -1) => {
      const next = addDays(monday(), by * 7);
      goTo(next < today ? today : next);
    },
    atStart: () => monday() <= today,
  };
}
export type OpenTimes = ReturnType<typeof createOpenTimes>;

export interface OpenTimesOptions {
  readonly timeZone: string;
  /** Where to begin looking; never before today. */
  readonly firstDay: string;
}

export interface Column {
  readonly practitioner: Practitioner;
  readonly location: Location;
  readonly slots: readonly Slot[];
}

/** A day's times under who and where, each line by time. */
export function columns(slots: readonly Slot[]): Column[] {
  const lines = Map.groupBy(slots, (slot) => `${slot.practitioner.id} ${slot.location.id}`);
  return [...lines.values()]
    .flatMap((line) => {
      const first = line[0];
      return first
        ? [{ practitioner: first.practitioner, location: first.location, slots: line }]
        : [];
    })
    .sort((a, b) => a.practitioner.name.localeCompare(b.practitioner.name));
}

/** Whether a time lies in one of the stretches a patient named. */
export const suits = (slot: Slot, wishes: readonly Stretch[]): boolean =>
  wishes.some(({ from, to }) => slot.start >= from && slot.end <= to);
