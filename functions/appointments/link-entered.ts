import { type Row, resolve, retryRules, shown } from "#domain/writeback-row.ts";
import type { Visit } from "#ports/appointments.ts";
import type { EhrAppointment } from "#ports/ehr.ts";
import { RowMoved } from "#ports/ledger.ts";
import { ConditionFailed } from "#ports/store.ts";
import { noticesOfChart } from "./notices-after.ts";
import type { AppointmentPorts } from "./ports.ts";
import { closed } from "./work-after.ts";

const ACTIVE = ["booked", "pending", "arrived", "checked-in", "fulfilled"];

/** True when an appointment in the chart is the visit that a person was to type in: same patient, same time. */
export const isEntryOf = (visit: Visit, appointment: EhrAppointment): boolean =>
  visit.status === "proposed" &&
  visit.reference === undefined &&
  visit.preferred === undefined &&
  visit.patientId === appointment.patientId &&
  Date.parse(visit.start) === Date.parse(appointment.start) &&
  ACTIVE.includes(appointment.status);

/** A read has found it: now, and only now, it is in the chart. The work it was is closed with it. */
export async function linkEntered(
  ports: AppointmentPorts,
  { visit, appointment, at }: { visit: Visit; appointment: EhrAppointment; at: string },
): Promise<void> {
  const { practiceId, patientId } = visit;
  const reference = `Appointment/${appointment.id}`;
  const rows = await ports.rows.ofAggregate({ practiceId, patientId }, visit.id);
  const row = rows.find(({ kind }) => kind === "appointment.book");
  if (!row || (row.state !== "manual" && row.state !== "entered")) return;
  const done: Row = resolve(
    row,
    { is: "done", reference },
    { now: at, random: 0, rules: retryRules(0) },
  );
  const linked: Visit = {
    ...visit,
    status: appointment.status,
    reference,
    ...(appointment.slotId ? { slotEhrId: appointment.slotId } : {}),
    writeBack: shown(done),
    asOf: at,
    version: visit.version + 1,
  };
  const id = ports.newId("link");
  try {
    await ports.store.transact(
      [
        ports.visits.saving(linked, id),
        ports.rows.saving(done, id),
        ...closed(ports, done),
        ...noticesOfChart(ports, { before: visit, after: linked }, ports.clock()),
      ],
      id,
    );
  } catch (error) {
    // Somebody works on it right now; the next read finds it again.
    if (!(error instanceof ConditionFailed) && !(error instanceof RowMoved)) throw error;
  }
}
