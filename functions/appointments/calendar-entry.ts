import type { appointmentsApi } from "#domain/appointments.ts";
import { Answer, type Handlers } from "#http/access.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Practice } from "#ports/practices.ts";
import { type CalendarEvent, calendarText } from "./calendar-text.ts";
import type { AppointmentPorts } from "./ports.ts";
import { visitOf } from "./read.ts";

const WORDS = {
  en: { visit: "Visit", with: "with", call: "Questions? Call" },
  es: { visit: "Cita", with: "con", call: "¿Preguntas? Llame al" },
} as const;

/** The visit as an .ics entry. */
export const calendarEntry = (
  ports: AppointmentPorts,
): Handlers<typeof appointmentsApi>["calendar"] => ({
  async run(access, { id, language = "en" }) {
    const visit = await visitOf(ports, access, id);
    const text = calendarText(eventOf(visit, access.practice, language), language);
    const headers = { "content-disposition": `attachment; filename="visit-${visit.id}.ics"` };
    return new Answer({ text }, { headers });
  },
});

/** A calendar may be shared with family or an employer: it names the clinic and the time, not why. */
function eventOf(visit: Visit, practice: Practice, language: "en" | "es"): CalendarEvent {
  const words = WORDS[language];
  return {
    uid: `${visit.id}@porchlight`,
    sequence: visit.sequence,
    stamp: visit.asOf,
    start: visit.start,
    end: visit.end,
    status: statusOf(visit),
    summary: `${words.visit}: ${practice.name}`,
    description: `${words.with} ${visit.practitioner.name}. ${words.call} ${practice.phone}.`,
    location: [visit.location.name, visit.location.address].filter(Boolean).join(", "),
  };
}

function statusOf(visit: Visit): CalendarEvent["status"] {
  if (visit.status === "cancelled") return "CANCELLED";
  return visit.writeBack.state === "in-chart" ? "CONFIRMED" : "TENTATIVE";
}
