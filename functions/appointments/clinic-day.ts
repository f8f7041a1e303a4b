import type { Instant, LocalDay } from "#domain/identifiers.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import { Problem } from "#domain/problem.ts";
import { addDays, startOfDay } from "#domain/time.ts";
import type { Visit } from "#ports/appointments.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import type { ScheduleReader } from "#ports/schedule.ts";
import { mergeChart } from "./chart-visits.ts";
import { keepFresh } from "./freshness.ts";
import { definedOnly, offerOf } from "./offer.ts";
import { patientsNamed } from "./patients-named.ts";
import type { AppointmentPorts } from "./ports.ts";
import { toAppointment } from "./visit.ts";

/** A day read from the chart counts as fresh this long without the change feed, seconds. */
const UNFED_SECONDS = 10;

/** The schedule staff see: the day's visits in the mirror, read from the chart where it may be out of date. */
export const clinicDay = (ports: AppointmentPorts): ScheduleReader => ({
  async day(practice, day) {
    const offer = await offerOf(ports, practice);
    const freshness = await keepFresh(ports, practice, {
      readAt: ports.mirror.dayRead(practice.id, day),
      unfedSeconds: UNFED_SECONDS,
      read: () => readDay(ports, practice, day),
    });
    if (freshness.asOf === undefined) throw new Problem("ehr.unavailable");
    const visits = await ports.visits.onDay(practice.id, day);
    const ids = visits.map((visit) => visit.patientId);
    const patients = await patientsNamed(ports, practice, ids);
    const now = ports.clock();
    return {
      visits: visits.map((visit) => scheduled(visit, { practice, now, patients })),
      practitioners: offer.practitioners,
      locations: offer.locations,
      ...freshness,
    };
  },
});

async function readDay(ports: AppointmentPorts, practice: Practice, day: LocalDay): Promise<void> {
  const at = ports.clock();
  const ehr = await ports.ehr(practice.connectionId);
  const [found, offer] = await Promise.all([
    ehr.appointmentsBetween({
      from: startOfDay(day, practice.timeZone),
      to: startOfDay(addDays(day, 1), practice.timeZone),
    }),
    offerOf(ports, practice),
  ]);
  await mergeChart(ports, practice, { found, offer, at });
  await ports.mirror.saveDayRead(practice.id, day, at);
}

function scheduled(
  visit: Visit,
  context: { practice: Practice; now: Instant; patients: ReadonlyMap<string, EhrPatient> },
): ScheduledVisit {
  const patient = context.patients.get(visit.patientId);
  const { id, name, birthDate } = patient ?? { id: visit.patientId, name: "Name not read yet" };
  return {
    ...toAppointment(visit, context),
    patient: definedOnly({ id, name, birthDate }),
    bookedVia: visit.origin,
  };
}
