import { createMemo, createSignal } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { addDays, localDay, startOfDay } from "#domain/time.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { createLoad } from "#web/api/load.ts";
import { allSlots } from "./catalogue.ts";
import { byDay, WEEKS_AHEAD, weekDays, weekOf } from "./open-times.ts";

/** What times are looked for. */
export interface Wish {
  visitTypeId: string;
  practitionerId?: string;
  locationId?: string;
}

interface WeekOfTimes {
  from: string;
  slots: Slot[];
}

/**
 * The open times of a wish, a week at a time. The first question asks for everything from now on: its first answer is
 * the first open time, and often holds the week as well.
 */
export function createTimes(wish: () => Wish, timeZone: string) {
  const today = localDay(now(), timeZone);
  const [week, setWeek] = createSignal<number>();
  const [day, setDay] = createSignal<string>();
  const start = (index: number) => startOfDay(addDays(today, index * 7), timeZone);

  const lead = createLoad(() =>
    call("GET /slots", { ...wish(), from: now(), to: start(WEEKS_AHEAD) }),
  );
  const first = () => lead.data()?.items[0];
  const dayOf = (slot: Slot | undefined) => slot && localDay(slot.start, timeZone);
  const shownWeek = createMemo(() => week() ?? weekOf(dayOf(first()) ?? today, today));

  const leadCovers = (to: string) => {
    const page = lead.data();
    return page !== undefined && (!page.cursor || (page.items.at(-1)?.start ?? "") >= to);
  };
  const rest = createLoad<WeekOfTimes>(() => {
    const from = start(shownWeek());
    const to = start(shownWeek() + 1);
    if (!lead.data() || leadCovers(to)) return undefined;
    return allSlots({ ...wish(), from, to }).then((slots) => ({ from, slots }));
  });

  /** The shown week's times; undefined while they are on their way. */
  const slots = createMemo<Slot[] | undefined>(() => {
    const [from, to] = [start(shownWeek()), start(shownWeek() + 1)];
    if (!lead.data()) return undefined;
    const page = leadCovers(to) ? lead.data()?.items : fromWeek(rest.data(), from);
    return page?.filter((slot) => slot.start >= now() && slot.start >= from && slot.start < to);
  });
  const days = () => weekDays(today, shownWeek());
  const open = createMemo(() => byDay(slots() ?? [], timeZone));
  const shownDay = () => {
    const wanted = day();
    if (wanted && days().includes(wanted)) return wanted;
    return days().find((each) => open().has(each)) ?? days()[0] ?? today;
  };
  const later = createLater({ wish, timeZone, day: shownDay, to: () => start(WEEKS_AHEAD) }, () => {
    const week = slots();
    if (!week || open().has(shownDay())) return undefined;
    return [...(lead.data()?.items ?? []), ...week];
  });
  const goTo = (slot: Slot) => {
    const target = localDay(slot.start, timeZone);
    setWeek(weekOf(target, today));
    setDay(target);
  };
  return {
    ...{ lead, first, slots, days, open, shownDay, later, goTo, timeZone },
    problem: () => lead.problem() ?? rest.problem(),
    retry: () => void Promise.all([lead.reload(), rest.reload()]),
    isFirstWeek: () => shownWeek() === 0,
    isLastWeek: () => shownWeek() >= WEEKS_AHEAD - 1,
    turn: (by: 1 | -1) => {
      setDay(undefined);
      setWeek(shownWeek() + by);
    },
    pickDay: setDay,
    /** Back to the first open time of another wish. */
    reset: () => {
      setDay(undefined);
      setWeek(undefined);
    },
  };
}
export type Times = ReturnType<typeof createTimes>;

interface Later {
  wish: () => Wish;
  timeZone: string;
  day: () => string;
  to: () => string;
}

/**
 * The first open time after the shown day, for a day that has none (`known` answers times read so far, or nothing
 * where none is asked for). Undefined until it is known; without a slot where nothing is open any more.
 */
function createLater(after: Later, known: () => readonly Slot[] | undefined) {
  const load = createLoad<{ day: string; slot: Slot | undefined }>(() => {
    const [day, slots] = [after.day(), known()];
    if (!slots) return undefined;
    const from = startOfDay(addDays(day, 1), after.timeZone);
    // What was asked first runs on without a gap, and the week is whole: the first of either is the next one.
    const slot = slots.find((each) => each.start >= from);
    if (slot) return Promise.resolve({ day, slot });
    if (from >= after.to()) return Promise.resolve({ day, slot: undefined });
    return call("GET /slots", { ...after.wish(), from, to: after.to() }).then(({ items }) => ({
      day,
      slot: items[0],
    }));
  });
  return () => (load.data()?.day === after.day() ? load.data() : undefined);
}

const fromWeek = (week: WeekOfTimes | undefined, from: string) =>
  week?.from === from ? week.slots : undefined;
