import { createMemo, createSignal, onCleanup, onMount } from "solid-js";
import type { ScheduledVisit } from "#domain/practice.ts";
import { addDays, localDay } from "#domain/time.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { createLoad } from "#web/api/load.ts";
import { practice } from "#web/session/session.ts";

export type Grouping = "time" | "clinician";
export interface Group {
  readonly title: string | undefined;
  readonly visits: readonly ScheduledVisit[];
}

const REFRESH_MS = 60_000;

/** One day of the practice: what is shown, how, and which row is in hand. */
export function createSchedule() {
  const zone = () => practice()?.timeZone ?? "UTC";
  const today = () => localDay(now(), zone());
  const [picked, pickDay] = createSignal<string>();
  const [practitionerId, setPractitioner] = createSignal("");
  const [locationId, setLocation] = createSignal("");
  const [grouping, setGrouping] = createSignal<Grouping>("time");
  const [selectedId, select] = createSignal<string>();
  const day = () => picked() ?? today();

  const load = createLoad(() =>
    call("GET /practice/schedule", {
      // Without a day the server says today: what the page's head has asked for already.
      ...(picked() ? { day: day() } : {}),
      ...(practitionerId() ? { practitionerId: practitionerId() } : {}),
      ...(locationId() ? { locationId: locationId() } : {}),
    }),
  );
  /** Only the day in hand: another day's rows must not stand under this day's name. */
  const shown = createMemo(() => {
    const data = load.data();
    return data?.day === day() ? data : undefined;
  });
  // The same list stays the same: a re-read must not take a choice from under somebody's fingers.
  const choices = createMemo(
    () => {
      const { practitioners = [], locations = [] } = load.data() ?? {};
      return { practitioners, locations };
    },
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  const groups = createMemo(() => group(shown()?.items ?? [], grouping()));
  const rows = createMemo(() => groups().flatMap((each) => each.visits));
  const selected = () => rows().find((visit) => visit.id === selectedId()) ?? rows()[0];
  const step = (by: 1 | -1) => {
    const index = rows().findIndex((visit) => visit.id === selected()?.id);
    select((rows()[index + by] ?? selected())?.id);
  };
  onMount(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void load.reload();
    }, REFRESH_MS);
    onCleanup(() => clearInterval(timer));
  });
  return {
    ...{ load, shown, choices, groups, rows, selected, select, step, day, today, zone, pickDay },
    ...{ practitionerId, setPractitioner, locationId, setLocation, grouping, setGrouping },
    turn: (by: 1 | -1) => pickDay(addDays(day(), by)),
    toToday: () => pickDay(undefined),
  };
}
export type ScheduleModel = ReturnType<typeof createSchedule>;

/** By time in one list, or a list for each clinician. */
export function group(visits: readonly ScheduledVisit[], by: Grouping): Group[] {
  const sorted = [...visits].sort((a, b) => (a.start < b.start ? -1 : 1));
  if (by === "time") return [{ title: undefined, visits: sorted }];
  const lists = Map.groupBy(sorted, (visit) => visit.practitioner.name);
  return [...lists]
    .map(([title, found]) => ({ title, visits: found }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
