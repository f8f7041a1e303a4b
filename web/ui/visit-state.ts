import type { Appointment, AppointmentStatus } from "#domain/appointments.ts";
import type { WriteBackState } from "#domain/writeback.ts";
import type { Key } from "#web/i18n/catalog.ts";
import type { Tone } from "./chip.tsx";
import type { IconName } from "./icon.tsx";

/** How a state looks and which words name it. */
export interface StateLook {
  readonly key: Key;
  readonly tone: Tone;
  readonly icon: IconName;
}

const STATES: Record<WriteBackState, StateLook> = {
  saved: { key: "state.saved", tone: "wait", icon: "clock" },
  "in-chart": { key: "state.in-chart", tone: "good", icon: "check" },
  "with-practice": { key: "state.with-practice", tone: "info", icon: "person" },
  entered: { key: "state.entered", tone: "info", icon: "pen" },
  "needs-attention": { key: "state.needs-attention", tone: "bad", icon: "alert" },
};
export const stateLook = (state: WriteBackState): StateLook => STATES[state];

const CANCELLED: StateLook = { key: "status.cancelled", tone: "plain", icon: "cross" };
const OVER: Partial<Record<AppointmentStatus, StateLook>> = {
  cancelled: CANCELLED,
  "entered-in-error": CANCELLED,
  noshow: { key: "status.missed", tone: "plain", icon: "cross" },
  fulfilled: { key: "status.done", tone: "plain", icon: "check" },
  arrived: { key: "status.here", tone: "good", icon: "check" },
  "checked-in": { key: "status.here", tone: "good", icon: "check" },
};

type Told = Pick<Appointment, "status" | "writeBack" | "change"> &
  Partial<Pick<Appointment, "preferred" | "offered" | "declined">>;

/**
 * Where a visit stands that the chart may never have seen: asked for, offered times, being typed in by a person,
 * said to be typed in, refused, taken back. Undefined for every other visit.
 */
export type Standing = "asked" | "offered" | "entering" | "entered" | "declined" | "withdrawn";
export function standing(visit: Told): Standing | undefined {
  if (visit.declined !== undefined) return "declined";
  const { state, reference } = visit.writeBack;
  if (visit.status === "cancelled")
    return state === "with-practice" && reference === undefined ? "withdrawn" : undefined;
  if (visit.status !== "proposed" || state === "needs-attention") return undefined;
  if (visit.offered?.length) return "offered";
  if (visit.preferred) return "asked";
  return state === "entered" ? "entered" : "entering";
}

const STANDINGS: Partial<Record<Standing, StateLook>> = {
  offered: { key: "status.offered", tone: "wait", icon: "calendar" },
  declined: { key: "status.declined", tone: "bad", icon: "alert" },
  withdrawn: { key: "status.withdrawn", tone: "plain", icon: "cross" },
};

/** Its `start` is a wish, not a time: nothing may show it as one. */
export const hasNoTime = (visit: Told): boolean => visit.preferred !== undefined;

/** It has a time that nobody vouches for yet: shown, and said to be unconfirmed. */
export const isTentative = (visit: Told): boolean => standing(visit) === "entering";

/** Fit for a calendar: the chart has it, or a named person says so. */
export const isOnCalendar = ({ writeBack }: Told): boolean =>
  writeBack.state === "in-chart" || writeBack.state === "entered";

/** Something the patient should look at first: trouble, or times to pick from. */
export const asksForAttention = (visit: Told): boolean =>
  needsAttention(visit) || standing(visit) === "offered";

/** Trouble anywhere in the visit comes before everything else. */
export const needsAttention = (visit: Told): boolean =>
  visit.writeBack.state === "needs-attention" ||
  visit.change?.writeBack.state === "needs-attention";

/** The one chip of a visit: trouble, then a change under way, then how it ended, then what the chart knows. */
export function visitLook(visit: Told): StateLook {
  const requested = standing(visit);
  const look = requested && STANDINGS[requested];
  if (look) return look;
  if (needsAttention(visit)) return STATES["needs-attention"];
  if (visit.change) return { key: "status.moving", tone: "wait", icon: "moved" };
  // A cancellation that the chart does not have yet is not an end.
  const over = visit.writeBack.state === "in-chart" ? OVER[visit.status] : undefined;
  return over ?? STATES[visit.writeBack.state];
}

/** Still on its way into the chart: worth asking again soon. */
export const isUnderWay = (visit: Told): boolean =>
  visit.writeBack.state === "saved" || visit.change?.writeBack.state === "saved";

/** In the hands of a person at the practice: worth asking again now and then. */
export const isWithPeople = (visit: Told): boolean =>
  ["asked", "offered", "entering", "entered"].includes(standing(visit) ?? "");
