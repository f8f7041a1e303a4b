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

type Told = Pick<Appointment, "status" | "writeBack" | "change">;

/** Trouble anywhere in the visit comes before everything else. */
export const needsAttention = (visit: Told): boolean =>
  visit.writeBack.state === "needs-attention" ||
  visit.change?.writeBack.state === "needs-attention";

/** The one chip of a visit: trouble, then a change under way, then how it ended, then what the chart knows. */
export function visitLook(visit: Told): StateLook {
  if (needsAttention(visit)) return STATES["needs-attention"];
  if (visit.change) return { key: "status.moving", tone: "wait", icon: "moved" };
  // A cancellation that the chart does not have yet is not an end.
  const over = visit.writeBack.state === "in-chart" ? OVER[visit.status] : undefined;
  return over ?? STATES[visit.writeBack.state];
}

/** Still on its way into the chart: worth asking again soon. */
export const isUnderWay = (visit: Told): boolean =>
  visit.writeBack.state === "saved" || visit.change?.writeBack.state === "saved";
