import { localDay } from "#domain/time.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Change } from "#ports/store.ts";
import type { BookingPorts } from "./ports.ts";

/** The slot a visit is in. */
export const ownSlot = (visit: Visit) => ({ ehrId: visit.slotEhrId, start: visit.start });

/**
 * Gives a visit's slot back here; a transaction change, so that it happens with the visit's own change or not at all.
 * Whatever ends a visit or moves it owes this: a claim has no end of its own.
 */
export function giveBack(
  ports: Pick<BookingPorts, "calendar" | "practices">,
  visit: Visit,
  slot: { ehrId?: string | undefined; start: string },
): Change[] {
  if (slot.ehrId === undefined) return [];
  const zone = ports.practices.byId(visit.practiceId)?.timeZone ?? "UTC";
  const claim = {
    day: localDay(slot.start, zone),
    slotEhrId: slot.ehrId,
    owner: `visit:${visit.id}`,
  };
  return [ports.calendar.releasing(visit.practiceId, claim)];
}
