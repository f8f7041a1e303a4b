import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { appointmentsApi } from "#domain/appointments.ts";
import { Answer, type Handlers } from "#http/access.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Practice } from "#ports/practices.ts";
import type { AppointmentPorts } from "./ports.ts";
import { visitOf } from "./read.ts";

const WORDS = {
  en: { visit: "Visit", with: "with", call: "Questions? Call" },
  es: { visit: "Cita", with: "con", call: "¿Preguntas? Llame al" },
} as const;

/** The visit as an .ics entry: same UID for its whole life, SEQUENCE counts its changes (RFC 5545 3.8.7.4). */
export const calendarEntry = (
  ports: AppointmentPorts,
): Handlers<typeof appointmentsApi>["calendar"] => ({
  async run(access, { id, language = "en" }) {
    const visit = await visitOf(ports, access, id);
    const text = icsOf(visit, access.practice, language);
    const headers = { "content-disposition": `attachment; filename="visit-${visit.id}.ics"` };
    return new Answer({ text }, { headers });
  },
});

/** A calendar may be shared with family or an employer: it names the clinic and the time, not why. */
function icsOf(visit: Visit, practice: Practice, language: "en" | "es"): string {
  const words = WORDS[language];
  const cancelled = visit.status === "cancelled";
  const calendar = ical({
    prodId: { company: "Porchlight", product: "Porchlight", language: language.toUpperCase() },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${visit.id}@porchlight`,
    sequence: visit.sequence,
    stamp: new Date(visit.asOf),
    start: new Date(visit.start),
    end: new Date(visit.end),
    summary: `${words.visit}: ${practice.name}`,
    description: `${words.with} ${visit.practitioner.name}. ${words.call} ${practice.phone}.`,
    location: [visit.location.name, visit.location.address].filter(Boolean).join(", "),
    status: statusOf(visit),
  });
  return calendar.toString();
}

function statusOf(visit: Visit): ICalEventStatus {
  if (visit.status === "cancelled") return ICalEventStatus.CANCELLED;
  return visit.writeBack.state === "in-chart"
    ? ICalEventStatus.CONFIRMED
    : ICalEventStatus.TENTATIVE;
}
