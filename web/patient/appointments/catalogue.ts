import type { Slot } from "#domain/appointments.ts";
import { parseSlotId } from "#domain/appointments-rules.ts";
import { addDays, startOfDay } from "#domain/time.ts";
import { type Answer, call } from "#web/api/call.ts";
import { patientId } from "#web/session/acting.ts";

export type Catalogue = Answer<"GET /visit-types">;

// By patient: a child may be offered other visits than a parent.
const known = new Map<string | undefined, Catalogue>();
/** What can be booked, with whom and where; asked once a page load and shown from memory while asked again. */
export const knownCatalogue = (): Catalogue | undefined => known.get(patientId());
export async function readCatalogue(): Promise<Catalogue> {
  const whose = patientId();
  const found = await call("GET /visit-types", {});
  known.set(whose, found);
  return found;
}

// The time a patient tapped; after a reload only its id is left, in the URL.
let tapped: Slot | undefined;
export const choose = (slot: Slot): void => {
  tapped = slot;
};
export const chosen = (id: string): Slot | undefined => (tapped?.id === id ? tapped : undefined);

/** A time by its id, found again in its day. Undefined where it is no longer open. */
export async function findSlot(id: string, timeZone: string): Promise<Slot | undefined> {
  const parsed = parseSlotId(id);
  if (chosen(id) || !parsed) return chosen(id);
  const from = startOfDay(parsed.day, timeZone);
  const to = startOfDay(addDays(parsed.day, 1), timeZone);
  const slots = await allSlots({ visitTypeId: parsed.visitTypeId, from, to });
  return slots.find((slot) => slot.id === id);
}

const MOST_PAGES = 6;

/** Every page of open times in a range. */
export async function allSlots(range: SlotQuestion): Promise<Slot[]> {
  const found: Slot[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await call("GET /slots", cursor ? { ...range, cursor } : range);
    found.push(...answer.items);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return found;
}

export interface SlotQuestion {
  visitTypeId: string;
  from: string;
  to: string;
  practitionerId?: string;
  locationId?: string;
}
