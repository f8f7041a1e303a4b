import type { deskApi } from "#domain/desk.ts";
import type { Access, ChartAccess, Handlers } from "#http/access.ts";
import { bookTime } from "./book.ts";
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
    run: (access, { patientId, overrides = [], ...request }) =>
      bookTime(ports, at(access, patientId), { request, overrides }),
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

/** A replay names the visit only; the path of the request says whose it is. */
const reread = (ports: BookingPorts) => (access: Access, visitId: string) => {
  const patientId = access.http.parameter("patientId") ?? "";
  return rereadVisit(ports)(at(access, patientId), visitId);
};
