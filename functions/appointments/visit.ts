import type { Appointment, Slot } from "#domain/appointments.ts";
import { changeableUntil, isOpen } from "#domain/appointments-rules.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Practice } from "#ports/practices.ts";

/** A visit as it goes over the wire. */
export function toAppointment(
  visit: Visit,
  { practice, now, slots }: { practice: Practice; now: Instant; slots?: readonly Slot[] },
): Appointment {
  const { change, reason, video } = visit;
  return {
    id: visit.id,
    patientId: visit.patientId,
    status: visit.status,
    start: visit.start,
    end: visit.end,
    timeZone: practice.timeZone,
    visitType: visit.visitType,
    practitioner: visit.practitioner,
    location: visit.location,
    writeBack: visit.writeBack,
    sequence: visit.sequence,
    asOf: visit.asOf,
    ...(reason === undefined ? {} : { reason }),
    ...(video ? { video } : {}),
    ...asked(visit),
    ...(change ? { change: toChange(change) } : {}),
    ...(isOpen(visit, now)
      ? { changeableUntil: changeableUntil(visit.start, visit.noticeHours) }
      : {}),
    ...(slots ? { slots: [...slots] } : {}),
  };
}

/** What belongs to a visit that was asked for, or booked by someone else. */
function asked({ preferred, offered, declined, bookedBy }: Visit): Partial<Appointment> {
  return {
    ...(preferred ? { preferred: [...preferred] } : {}),
    ...(offered ? { offered: [...offered] } : {}),
    ...(declined ? { declined } : {}),
    ...(bookedBy ? { bookedBy } : {}),
  };
}

function toChange(change: NonNullable<Visit["change"]>): NonNullable<Appointment["change"]> {
  const { rowId: _row, slotEhrId: _slot, ...shown } = change;
  return shown;
}
