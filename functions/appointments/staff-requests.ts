import type { Slot } from "#domain/appointments.ts";
import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import { type ChosenTime, changedSince, type workApi } from "#domain/work.ts";
import type { Access, ChartAccess, Handlers } from "#http/access.ts";
import type { Visit } from "#ports/appointments.ts";
import type { WorkRecord } from "#ports/work.ts";
import { noticeOfRequest } from "./notices-after.ts";
import { offerOf } from "./offer.ts";
import type { BookingPorts } from "./ports.ts";
import { type GivenTime, giveTime } from "./request-time.ts";
import { refuseBusy, timeAsked } from "./time-asked.ts";

type Api = Handlers<typeof workApi>;
/** How a finished piece of work is shown: what it was, with the visit as it is now. */
type Show = (access: Access, work: WorkRecord) => ReturnType<Api["decline"]["run"]>;

/** What staff do with a visit a patient asked for. */
export const staffRequests = (
  ports: BookingPorts,
  show: Show,
): Pick<Api, "scheduleRequest" | "offer" | "decline"> => ({
  scheduleRequest: {
    async run(access, chosen) {
      const { chart, visit, work } = await requested(ports, access, chosen);
      const time = await timeChosen(ports, chart, chosen);
      await giveTime(ports, chart, { visit, work, time });
      return show(access, work);
    },
  },
  offer: {
    async run(access, { id, slotIds, version }) {
      const { chart, visit, work } = await requested(ports, access, { id, version });
      const offered = await Promise.all(slotIds.map((slotId) => openSlot(ports, chart, slotId)));
      const next = { ...work, offered, version: work.version + 1 };
      const asked: Visit = { ...visit, offered, version: visit.version + 1 };
      await ports.store.transact(
        [
          ...access.commitment(id, { patients: [visit.patientId] }),
          ports.visits.saving(asked, access.requestId),
          ports.work.saving(next),
          noticeOfRequest(ports, "offered", { visit: asked, now: access.now }),
        ],
        access.requestId.replaceAll("-", ""),
      );
      return show(access, next);
    },
  },
  decline: {
    async run(access, { id, reason, version }) {
      const { chart, visit, work } = await requested(ports, access, { id, version });
      const row = await ports.rows.read({
        practiceId: chart.practice.id,
        patientId: visit.patientId,
        id: work.rowId ?? "",
      });
      const declined = declinedVisit(visit, reason, access.now);
      await ports.store.transact(
        [
          ...access.commitment(id, { patients: [visit.patientId] }),
          ports.visits.saving(declined, access.requestId),
          ports.work.closing(work),
          noticeOfRequest(ports, "declined", { visit: declined, now: access.now }),
          ...(row ? [ports.rows.dropping({ ...row, version: row.version + 1 })] : []),
        ],
        access.requestId.replaceAll("-", ""),
      );
      return show(access, work);
    },
  },
});

function declinedVisit({ offered: _offered, ...visit }: Visit, why: string, now: Instant): Visit {
  return {
    ...visit,
    status: "cancelled",
    declined: why,
    writeBack: {
      state: "needs-attention",
      since: now,
      reason: "refused",
      nextStep: "call-practice",
    },
    version: visit.version + 1,
  };
}

async function requested(
  ports: BookingPorts,
  access: Access,
  asked: { id: string; version?: number | undefined },
): Promise<{ chart: ChartAccess; visit: Visit; work: WorkRecord }> {
  const work = await ports.work.read(access.practice.id, "request", asked.id);
  if (!work) throw new Problem("not-found");
  if (changedSince(work, asked)) throw new Problem("work.changed");
  const chart = { ...access, patientId: work.patientId };
  const visit = await ports.visits.read(access.practice.id, work.patientId, work.visitId);
  if (!visit) throw new Problem("not-found");
  return { chart, visit, work };
}

async function openSlot(ports: BookingPorts, chart: ChartAccess, slotId: string): Promise<Slot> {
  const asked = await timeAsked(ports, chart, { slotId });
  refuseBusy(asked, chart);
  return asked.slot;
}

async function timeChosen(
  ports: BookingPorts,
  chart: ChartAccess,
  chosen: ChosenTime,
): Promise<GivenTime> {
  if (chosen.slotId !== undefined) {
    const asked = await timeAsked(ports, chart, { slotId: chosen.slotId });
    refuseBusy(asked, chart);
    return asked;
  }
  const offer = await offerOf(ports, chart.practice);
  const practitioner = offer.practitioners.find(({ id }) => id === chosen.practitionerId);
  const location = offer.locations.find(({ id }) => id === chosen.locationId);
  const { start, end } = chosen;
  if (!practitioner || !location || !start || !end) throw new Problem("not-found");
  const slot = { start, end, practitioner, location };
  const ref = { ehrId: "", start, end, practitionerId: practitioner.id, locationId: location.id };
  return { offer, slot, ref };
}
