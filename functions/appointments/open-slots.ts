import type { Slot } from "#domain/appointments.ts";
import { nearestSlots, parseSlotId, slotId } from "#domain/appointments-rules.ts";
import { type Instant, LocalDay } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import { addDays, addSeconds, localDay, startOfDay } from "#domain/time.ts";
import type { Day, Offer, SyncRecord } from "#ports/appointments.ts";
import { type EhrSlot, EhrUnavailable } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import { asOfFeed, isFed } from "./freshness.ts";
import { olderThan } from "./offer.ts";
import type { AppointmentPorts } from "./ports.ts";

/** Where no change feed keeps them, slots are read again after this long, seconds. */
const UNFED_SECONDS = 60;
/** Nobody can come at once: a time must lie at least this far ahead, seconds. */
export const LEAD_SECONDS = 90 * 60;

/** Nobody books further ahead than this, days. */
const LONGEST_AHEAD_DAYS = 400;

type Ports = Pick<AppointmentPorts, "calendar" | "mirror" | "ehr" | "clock" | "log">;

export interface Wanted {
  readonly visitTypeId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly practitionerId?: string | undefined;
  readonly locationId?: string | undefined;
  /** Whose holds do not count as taken. */
  readonly patientId: string;
}

export interface OpenSlots {
  readonly slots: Slot[];
  readonly asOf: Instant | undefined;
  readonly stale: boolean;
}

/** Open times in a range: the mirror's free slots minus what is claimed here. */
export async function openSlots(
  ports: Ports,
  { practice, offer }: { practice: Practice; offer: Offer },
  wanted: Wanted,
): Promise<OpenSlots> {
  const now = today(ports, practice);
  const days = daysBetween(wanted, practice.timeZone).filter((day) => isBookable(day, now));
  const { known, stale } = await freshDays(ports, practice, days);
  const asOf = oldest(known.map((day) => day.asOf));
  const slots = known.flatMap((day) =>
    openIn(day, { offer, wanted, now: ports.clock(), practice }),
  );
  slots.sort((a, b) => (a.start === b.start ? (a.id < b.id ? -1 : 1) : a.start < b.start ? -1 : 1));
  return { slots, asOf, stale };
}

/** Fewer other times than this on the same day, and the week around it is looked at too. */
const ENOUGH_ON_THE_DAY = 3;

/** The other times to offer where one is taken: same type, the same day or else the week around it. */
export async function otherSlots(
  ports: Ports,
  about: { practice: Practice; offer: Offer },
  wanted: { visitTypeId: string; start: Instant; patientId: string },
): Promise<Slot[]> {
  const between = async (from: Instant, to: Instant) => {
    const { visitTypeId, patientId } = wanted;
    const { slots } = await openSlots(ports, about, { visitTypeId, patientId, from, to });
    return nearestSlots(slots, wanted.start);
  };
  try {
    const day = startOfDay(
      localDay(wanted.start, about.practice.timeZone),
      about.practice.timeZone,
    );
    const sameDay = await between(day, addSeconds(day, 86_400));
    if (sameDay.length >= ENOUGH_ON_THE_DAY) return sameDay;
    return await between(
      addSeconds(wanted.start, -3 * 86_400),
      addSeconds(wanted.start, 7 * 86_400),
    );
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** One slot by the id patients use, whether or not it is still open; 404 when there is none. */
export async function slotById(
  ports: Ports,
  practice: Practice,
  id: string,
): Promise<{ slot: EhrSlot; day: LocalDay; visitTypeId: string }> {
  const parsed = parseSlotId(id);
  // An id put together by hand may name a day that no calendar has.
  if (!parsed || !LocalDay.safeParse(parsed.day).success) throw new Problem("not-found");
  if (!isBookable(parsed.day, today(ports, practice))) throw new Problem("not-found");
  const { known } = await freshDays(ports, practice, [parsed.day]);
  const slot = known[0]?.slots.find((candidate) => candidate.id === parsed.ehrId);
  if (!slot || !fitsType(slot, parsed.visitTypeId)) throw new Problem("not-found");
  return { slot, day: parsed.day, visitTypeId: parsed.visitTypeId };
}

const today = (ports: Ports, practice: Practice) => localDay(ports.clock(), practice.timeZone);

/** Days that a calendar can be asked for: nobody makes the portal read and keep any other. */
const isBookable = (day: LocalDay, now: LocalDay) =>
  day >= addDays(now, -1) && day <= addDays(now, LONGEST_AHEAD_DAYS);

function daysBetween({ from, to }: { from: Instant; to: Instant }, zone: string): LocalDay[] {
  const last = localDay(addSeconds(to, -1), zone);
  const days: LocalDay[] = [];
  for (let day = localDay(from, zone); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The days from the mirror; read from the EHR first where it does not know them or the feed is silent. */
async function freshDays(
  ports: Ports,
  practice: Practice,
  days: readonly LocalDay[],
): Promise<{ known: Day[]; stale: boolean }> {
  const [known, sync] = await Promise.all([
    Promise.all(days.map((day) => ports.calendar.day(practice.id, day))),
    ports.mirror.sync(practice.id),
  ]);
  const now = ports.clock();
  const fed = isFed(sync, now) ? sync : undefined;
  const current = ({ asOf }: Day) =>
    asOf !== undefined && (fed !== undefined || !olderThan(asOf, now, UNFED_SECONDS));
  if (known.every(current)) return { known: known.map((day) => fedDay(day, fed)), stale: false };
  try {
    await readDays(ports, practice, days);
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    if (known.some((day) => day.asOf === undefined)) throw new Problem("ehr.unavailable");
    return { known, stale: true };
  }
  const read = await Promise.all(days.map((day) => ports.calendar.day(practice.id, day)));
  return { known: read, stale: false };
}

const fedDay = (day: Day, sync: SyncRecord | undefined): Day =>
  sync && day.asOf ? { ...day, asOf: asOfFeed(day.asOf, sync) } : day;

/** Reads a run of clinic days from the EHR into the mirror. */
export async function readDays(
  ports: Ports,
  practice: Practice,
  days: readonly LocalDay[],
): Promise<void> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return;
  const at = ports.clock();
  const ehr = await ports.ehr(practice.connectionId);
  const slots = await ehr.slots({
    from: startOfDay(first, practice.timeZone),
    to: startOfDay(addDays(last, 1), practice.timeZone),
  });
  const byDay = Map.groupBy(slots, (slot) => localDay(slot.start, practice.timeZone));
  await Promise.all(
    days.map((day) =>
      ports.calendar.saveDay(practice.id, day, { slots: byDay.get(day) ?? [], at }),
    ),
  );
}

const fitsType = (slot: EhrSlot, visitTypeId: string) =>
  slot.visitTypeIds.length === 0 || slot.visitTypeIds.includes(visitTypeId);

function openIn(
  day: Day,
  given: { offer: Offer; wanted: Wanted; now: Instant; practice: Practice },
): Slot[] {
  const { offer, wanted, now, practice } = given;
  const earliest = addSeconds(now, LEAD_SECONDS);
  const mine = `hold:${wanted.patientId}`;
  const taken = new Set(
    day.claims
      .filter((claim) => claim.owner !== mine && (claim.until === undefined || claim.until > now))
      .map((claim) => claim.slotEhrId),
  );
  const open = (slot: EhrSlot) =>
    slot.status === "free" &&
    !taken.has(slot.id) &&
    slot.start >= wanted.from &&
    slot.start < wanted.to &&
    slot.start > earliest &&
    matches(slot, wanted);
  return day.slots
    .filter(open)
    .flatMap((slot) => shownSlot(slot, { offer, practice, visitTypeId: wanted.visitTypeId }));
}

const matches = (slot: EhrSlot, wanted: Wanted) =>
  fitsType(slot, wanted.visitTypeId) &&
  (wanted.practitionerId === undefined || slot.practitionerId === wanted.practitionerId) &&
  (wanted.locationId === undefined || slot.locationId === wanted.locationId);

/** A slot of a clinician or place the directory does not know can't be shown truthfully: it is left out. */
export function shownSlot(
  slot: EhrSlot,
  { offer, practice, visitTypeId }: { offer: Offer; practice: Practice; visitTypeId: string },
): Slot[] {
  const practitioner = offer.practitioners.find(({ id }) => id === slot.practitionerId);
  const location = offer.locations.find(({ id }) => id === slot.locationId);
  if (!practitioner || !location) return [];
  const day = localDay(slot.start, practice.timeZone);
  const id = slotId({ day, visitTypeId, ehrId: slot.id });
  return [{ id, start: slot.start, end: slot.end, practitioner, location }];
}

function oldest(times: readonly (Instant | undefined)[]): Instant | undefined {
  return times.reduce((a, b) => (a === undefined || b === undefined ? undefined : a < b ? a : b));
}
