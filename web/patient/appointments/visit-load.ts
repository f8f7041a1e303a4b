import type { Appointment } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { pollWhile } from "#web/api/poll.ts";
import { recall, remember } from "#web/api/visits.ts";
import { isUnderWay, isWithPeople } from "#web/ui/visit-state.ts";

const FIRST_MS = 2000;
/** People take longer than machines. */
const PEOPLE_MS = 15_000;

/** One visit, read again by itself while the chart does not have it yet; quiet while nobody looks. */
export function createVisit(id: () => string) {
  const load = createLoad<Appointment>(
    async () => {
      const visit = await call("GET /appointments/{id}", { id: id() });
      remember([visit]);
      return visit;
    },
    () => recall(id()),
  );
  const waiting = () => {
    const visit = load.data();
    return visit !== undefined && isUnderWay(visit);
  };
  const withPeople = () => {
    const visit = load.data();
    return visit !== undefined && !waiting() && isWithPeople(visit);
  };
  pollWhile(waiting, load.reload, FIRST_MS);
  pollWhile(withPeople, load.reload, PEOPLE_MS);
  return load;
}
