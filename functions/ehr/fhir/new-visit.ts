import type { Book } from "./book.ts";
import type { Desk } from "./desk.ts";
import { type Raw, WRITE_BACK } from "./elements.ts";
import type { ChartedSlot } from "./slot.ts";

/** The Appointment to create: everything the slot says, the patient, and our key. */
export function newVisit(desk: Desk, command: Book, slot: ChartedSlot): Raw {
  const types = slot.serviceTypes.filter(({ coding }) =>
    coding.some(({ code }) => code === command.visitTypeId),
  );
  return {
    resourceType: "Appointment",
    identifier: [{ system: WRITE_BACK, value: desk.key }],
    status: "booked",
    ...(types.length > 0 ? { serviceType: types } : {}),
    ...(command.reason === undefined ? {} : { reasonCode: [{ text: command.reason }] }),
    start: slot.start,
    end: slot.end,
    minutesDuration: minutesOf(slot),
    slot: [{ reference: `Slot/${slot.id}` }],
    participant: [
      participant(`Patient/${command.patientId}`),
      participant(`Practitioner/${command.slot.practitionerId}`),
      participant(`Location/${command.slot.locationId}`),
    ],
  };
}

const participant = (reference: string) => ({ actor: { reference }, status: "accepted" });

export const minutesOf = ({ start, end }: { start: string; end: string }): number =>
  Math.round((Date.parse(end) - Date.parse(start)) / 60_000);
