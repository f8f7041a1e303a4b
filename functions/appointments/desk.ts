import type { deskApi } from "#domain/desk.ts";
import { Problem } from "#domain/problem.ts";
import type { Access, ChartAccess, Handlers } from "#http/access.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import { bookTime, patientOf } from "./book.ts";
import { cancelVisit, moveVisit } from "./change.ts";
import { slots as patientSlots, visitTypes as patientVisitTypes } from "./find-time.ts";
import type { BookingPorts } from "./ports.ts";
import { rereadVisit, visitOf } from "./read.ts";

type Api = Handlers<typeof deskApi>;

/** Staff at this chart: the route's permission is theirs for every patient of the practice. */
const at = (access: Access, patientId: string): ChartAccess => ({ ...access, patientId });
/** Staff look at open times for nobody in particular: no patient's hold is theirs. */
const NOBODY = "nobody";

/** What the front desk books, moves and cancels for a patient: the patient's own rules, unless set aside. */
export const staffBooking = (
  ports: BookingPorts,
): Pick<Api, "visitTypes" | "slots" | "book" | "reschedule" | "cancel"> => ({
  visitTypes: {
    run: (access, input) => patientVisitTypes(ports).run(at(access, NOBODY), input),
  },
  slots: {
    run: (access, input) => patientSlots(ports).run(at(access, NOBODY), input),
  },
  book: {
    async run(access, { patientId, overrides = [], ...request }) {
      await refuseUnknown(ports, access.practice, patientId);
      return bookTime(ports, at(access, patientId), { request, overrides });
    },
    reread: reread(ports),
  },
  reschedule: {
    async run(access, { patientId, id, overrides = [], ...time }) {
      const chart = at(access, patientId);
      const visit = await visitOf(ports, chart, id);
      return moveVisit(ports, chart, { visit, time, overrides });
    },
    reread: reread(ports),
  },
  cancel: {
    async run(access, { patientId, id, reason, overrides = [] }) {
      const chart = at(access, patientId);
      const visit = await visitOf(ports, chart, id);
      return cancelVisit(ports, chart, { visit, reason, overrides });
    },
    reread: reread(ports),
  },
});

/** Nobody books for a patient this practice does not have: an EHR may take such a visit, and it would be nobody's. */
async function refuseUnknown(ports: BookingPorts, practice: Practice, id: string): Promise<void> {
  try {
    if (!(await patientOf(ports, practice, id))) throw new Problem("not-found");
  } catch (error) {
    throw error instanceof EhrUnavailable ? new Problem("ehr.unavailable") : error;
  }
}

/** A replay names the visit only; the path of the request says whose it is. */
const reread = (ports: BookingPorts) => (access: Access, visitId: string) => {
  const patientId = access.http.parameter("patientId") ?? "";
  return rereadVisit(ports)(at(access, patientId), visitId);
};
