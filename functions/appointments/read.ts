import type { Appointment, appointmentsApi } from "#domain/appointments.ts";
import { Problem } from "#domain/problem.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { Visit } from "#ports/appointments.ts";
import { freshVisits, known } from "./chart-visits.ts";
import { onTheWire } from "./freshness.ts";
import { offerOf } from "./offer.ts";
import { otherSlots } from "./open-slots.ts";
import type { AppointmentPorts } from "./ports.ts";
import { toAppointment } from "./visit.ts";

type Api = Handlers<typeof appointmentsApi>;

/** The visit of this chart; a foreign id and a missing id look the same. */
export async function visitOf(
  ports: Pick<AppointmentPorts, "visits">,
  { practice, patientId }: ChartAccess,
  id: string,
): Promise<Visit> {
  const visit = await ports.visits.read(practice.id, patientId, id);
  if (!visit) throw new Problem("not-found");
  return visit;
}

/** The visit as it is now, for a replayed request. */
export const rereadVisit =
  (ports: AppointmentPorts) =>
  async (access: ChartAccess, id: string): Promise<Appointment> =>
    toAppointment(await visitOf(ports, access, id), {
      practice: access.practice,
      now: access.now,
    });

/** One visit and whether the chart has it; with other times where it could not be had. */
export const read = (ports: AppointmentPorts): Api["read"] => ({
  async run(access, { id }) {
    const { practice, patientId, now } = access;
    const visit = await visitOf(ports, access, id);
    const lost = visit.writeBack.nextStep === "choose-another-time" && visit.start > now;
    if (!lost) return toAppointment(visit, { practice, now });
    const offer = await offerOf(ports, practice);
    const wanted = { visitTypeId: visit.visitType.id, start: visit.start, patientId };
    const slots = await otherSlots(ports, { practice, offer }, wanted);
    return toAppointment(visit, { practice, now, slots });
  },
});

/** Visits in one answer: of those that were, what a phone shows at first; of those that are coming, far more than anyone has. */
const PAGE = { past: 15, coming: 200 } as const;

/** This patient's visits: coming ones earliest first, then past ones latest first. */
export const list = (ports: AppointmentPorts): Api["list"] => ({
  async run({ practice, patientId, now }, { when, cursor }) {
    const { visits, ...freshness } = await freshVisits(ports, practice, patientId);
    const wanted = known(inOrder(visits, now, when), freshness);
    const from = cursor ? Number(Buffer.from(cursor, "base64url").toString("utf8")) || 0 : 0;
    const next = from + PAGE[when ?? "coming"];
    const items = wanted.slice(from, next);
    return {
      items: items.map((visit) => toAppointment(visit, { practice, now })),
      ...pageAfter(next, wanted.length),
      ...onTheWire(freshness),
    };
  },
});

const pageAfter = (next: number, total: number) =>
  next < total ? { cursor: Buffer.from(String(next)).toString("base64url") } : {};

function inOrder(
  visits: readonly Visit[],
  now: string,
  when: "coming" | "past" | undefined,
): Visit[] {
  const byStart = (a: Visit, b: Visit) => (a.start < b.start ? -1 : 1);
  const coming = visits.filter((visit) => overAt(visit) > now).sort(byStart);
  const past = visits.filter((visit) => overAt(visit) <= now).sort((a, b) => byStart(b, a));
  if (when === "coming") return coming;
  return when === "past" ? past : [...coming, ...past];
}

/** A wish is over when its last window is. */
const overAt = ({ end, preferred = [] }: Visit) =>
  preferred.reduce((last, { to }) => (to > last ? to : last), end);
