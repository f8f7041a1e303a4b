import type { Appointment, AppointmentStatus, VisitType } from "./appointments.ts";
import type { Instant, LocalDay } from "./identifiers.ts";
import { ageOn } from "./time.ts";

/** How long a hold keeps a time for one patient, seconds. */
export const HOLD_SECONDS = 5 * 60;
/** Times one patient may hold at once: more would be hoarding. */
export const HOLDS_AT_ONCE = 3;
/** Coming visits one patient may have booked online at once. */
export const OPEN_BOOKINGS = 20;

const ACTIVE: readonly AppointmentStatus[] = ["pending", "booked", "proposed", "waitlist"];
/** Still to come and still on: what can be moved or cancelled, and what counts toward the limit. */
export const isOpen = (
  visit: { status: AppointmentStatus; start: Instant },
  now: Instant,
): boolean => ACTIVE.includes(visit.status) && visit.start > now;

/** The last moment the practice lets patients change this visit online. */
export const changeableUntil = (start: Instant, noticeHours: number): Instant =>
  new Date(Date.parse(start) - noticeHours * 3_600_000).toISOString();

/** A patient may move or cancel online until the practice's notice before the visit (visit type setting, hours). */
export const canChange = (
  visit: Pick<Appointment, "status" | "start" | "changeableUntil" | "change">,
  now: Instant,
): boolean =>
  isOpen(visit, now) &&
  visit.status !== "proposed" &&
  (visit.change === undefined || visit.change.writeBack.state === "needs-attention") &&
  visit.changeableUntil !== undefined &&
  now <= visit.changeableUntil;

/** Whether a patient's age on the day of the visit fits the visit type. */
export function fitsAge(
  type: Pick<VisitType, "minAge" | "maxAge">,
  birthDate: LocalDay | undefined,
  day: LocalDay,
): boolean {
  if (type.minAge === undefined && type.maxAge === undefined) return true;
  if (birthDate === undefined) return false;
  const age = ageOn(birthDate, day);
  return age >= (type.minAge ?? 0) && age <= (type.maxAge ?? 150);
}

/** The nearest open times to one that could not be had, earliest first. */
export function nearestSlots<S extends { start: Instant }>(
  slots: readonly S[],
  wanted: Instant,
  count = 5,
): S[] {
  const distance = (slot: S) => Math.abs(Date.parse(slot.start) - Date.parse(wanted));
  return [...slots]
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, count)
    .sort((a, b) => (a.start < b.start ? -1 : 1));
}

/**
 * A slot's id as patients see it: its clinic day (so that one key finds it), the visit type it was listed for, and the
 * EHR's own Slot id. "~" stands in none of the three.
 */
export interface SlotId {
  readonly day: LocalDay;
  readonly visitTypeId: string;
  readonly ehrId: string;
}
export const slotId = ({ day, visitTypeId, ehrId }: SlotId): string =>
  `${day}~${visitTypeId}~${ehrId}`;
export function parseSlotId(id: string): SlotId | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})~([^~]+)~([^~]{1,64})$/.exec(id);
  const [, day, visitTypeId, ehrId] = match ?? [];
  return day && visitTypeId && ehrId ? { day, visitTypeId, ehrId } : undefined;
}
