import type { Slot } from "#domain/appointments.ts";
import { Problem } from "#domain/problem.ts";
import type { ChosenTime, workApi } from "#domain/work.ts";
import type { Access, ChartAccess, Handlers } from "#http/access.ts";
import type { Visit } from "#ports/appointments.ts";
import type { WorkRecord } from "#ports/work.ts";
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
      const { chart, visit, work } = await requested(ports, access, chosen.id);
      const time = await timeChosen(ports, chart, chosen);
      await giveTime(ports, chart, { visit, work, time });
      return show(access, work);
    },
  },
  offer: {
    async run(access, { id, slotIds }) {
      const { chart, visit, work } = await requested(ports, access, id);
      const offered = await Promise.all(slotIds.map((slotId) => openSlot(ports, chart, slotId)));
      const next = { ...work, offered, version: work.version + 1 };
      await ports.store.transact(
        [
          ...access.commitment(id, { patients: [visit.patientId] }),
          ports.visits.saving({ ...visit, offered, version: visit.version + 1 }, access.requestId),
          ports.work.saving(next),
        ],
        access.requestId.replaceAll("-", ""),
      );
      return show(access, next);
    },
  },
  decline: {
    async run(access, { id, reason }) {
      const { chart, visit, work } = await requested(ports, access, id);
      const row = await ports.rows.read({
        practiceId: chart.practice.id,
        patientId: visit.patientId,
        id: work.rowId ?? "",
      });
      const { offered: _offered, ...rest } = visit;
      const declined: Visit = {
        ...rest,
        status: "cancelled",
        declined: reason,
        writeBack: {
          state: "needs-attention",
          since: access.now,
          reason: "refused",
          nextStep: "call-practice",
        },
        version: visit.version + 1,
      };
      await ports.store.transact(
        [
          ...access.commitment(id, { patients: [visit.patientId] }),
          ports.visits.saving(declined, access.requestId),
          ports.work.closing(work),
          ...(row ? [ports.rows.dropping({ ...row, version: row.version + 1 })] : []),
        ],
        access.requestId.replaceAll("-", ""),
      );
      return show(access, work);
    },
  },
});

async function requested(
  ports: BookingPorts,
  access: Access,
  id: string,
): Promise<{ chart: ChartAccess; visit: Visit; work: WorkRecord }> {
  const work = await ports.work.read(access.practice.id, "request", id);
  if (!work) throw new Problem("not-found");
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
