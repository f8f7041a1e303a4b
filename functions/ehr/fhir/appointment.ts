import * as z from "zod/mini";
import { AppointmentStatus } from "#domain/appointments.ts";
import type { EhrAppointment } from "#ports/ehr.ts";
import {
  Concept,
  correlationIds,
  etagOf,
  Identifier,
  idIn,
  loose,
  looseList,
  type Raw,
  Reference,
  resourceOf,
  utc,
  wordsOf,
} from "./elements.ts";
import { visitTypeIds } from "./slot.ts";

const FhirAppointment = z.object({
  ...resourceOf("Appointment"),
  identifier: looseList(Identifier),
  status: AppointmentStatus,
  serviceType: looseList(Concept),
  appointmentType: loose(Concept),
  reasonCode: looseList(Concept),
  start: loose(z.string()),
  end: loose(z.string()),
  minutesDuration: loose(z.number()),
  slot: looseList(Reference),
  participant: z.array(z.object({ actor: loose(Reference) })),
});
type FhirAppointment = z.infer<typeof FhirAppointment>;

/** An Appointment as charted, with the resource beside it for updates. */
export interface ChartedVisit extends EhrAppointment {
  readonly patientIds: readonly string[];
  /** When this version was written, as the server says it, and which one it is. */
  readonly writtenAt: string | undefined;
  readonly versionId: string | undefined;
  readonly raw: Raw;
}

/** A visit with a time and a patient; undefined for what is only a wish (no start) or nobody's. */
export function chartedVisit(raw: Raw, etag?: string): ChartedVisit | undefined {
  const parsed = z.safeParse(FhirAppointment, raw);
  if (!parsed.success) return undefined;
  const visit = parsed.data;
  const start = utc(visit.start);
  const patientIds = actors(visit, "Patient");
  const [patientId] = patientIds;
  if (start === undefined || patientId === undefined) return undefined;
  return {
    id: visit.id,
    patientId,
    patientIds,
    status: visit.status,
    start,
    end: utc(visit.end) ?? endAfter(start, visit.minutesDuration),
    slotId: idIn(visit.slot[0]?.reference, "Slot"),
    practitionerId: actors(visit, "Practitioner")[0],
    locationId: actors(visit, "Location")[0],
    visitTypeId: visitTypeIds(visit.serviceType)[0],
    visitTypeName: wordsOf(visit.serviceType[0]) ?? wordsOf(visit.appointmentType),
    reason: wordsOf(visit.reasonCode[0]),
    correlationIds: correlationIds(visit.identifier),
    etag: etag ?? etagOf(visit.meta),
    writtenAt: visit.meta?.lastUpdated,
    versionId: visit.meta?.versionId,
    raw,
  };
}

const actors = ({ participant }: FhirAppointment, type: string): string[] =>
  participant.flatMap(({ actor }) => idIn(actor?.reference, type) ?? []);

const endAfter = (start: string, minutes: number | undefined): string =>
  new Date(Date.parse(start) + (minutes ?? 0) * 60_000).toISOString();

/** The port's view of one patient's visit. */
export function toAppointment(visit: ChartedVisit, patientId = visit.patientId): EhrAppointment {
  const { patientIds: _p, writtenAt: _w, versionId: _v, raw: _r, ...rest } = visit;
  return { ...rest, patientId };
}

/** Whether this patient is in it: a reply without them is a reply about somebody else. */
export const concerns = (visit: ChartedVisit, patientId: string): boolean =>
  visit.patientIds.includes(patientId);

/** Statuses under which a visit takes up its time. */
const TAKES_TIME = new Set(["pending", "booked", "arrived", "checked-in", "fulfilled"]);
export const takesTime = (visit: EhrAppointment): boolean => TAKES_TIME.has(visit.status);

/** Statuses a patient's own change may start from. */
const CHANGEABLE = new Set(["proposed", "pending", "booked", "waitlist"]);
export const isChangeable = (visit: EhrAppointment): boolean => CHANGEABLE.has(visit.status);
