import { createEffect, on, onCleanup } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { recall, remember } from "#web/api/visits.ts";
import { isUnderWay, isWithPeople } from "#web/ui/visit-state.ts";

const FIRST_MS = 2000;
const SLOWEST_MS = 10_000;
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
  createEffect(on(waiting, (yes) => yes && poll(load.reload, waiting, FIRST_MS)));
  createEffect(on(withPeople, (yes) => yes && poll(load.reload, withPeople, PEOPLE_MS)));
  return load;
}

function poll(reload: () => Promise<void>, goOn: () => boolean, firstMs: number): void {
  let timer: ReturnType<typeof setTimeout>;
  let stopped = false;
  const next = (delay: number) => {
    timer = setTimeout(() => void step(delay), delay);
  };
  const step = async (delay: number) => {
    if (!document.hidden) await reload();
    if (!stopped && goOn()) next(Math.max(firstMs, Math.min(delay * 1.5, SLOWEST_MS)));
  };
  next(firstMs);
  onCleanup(() => {
    stopped = true;
    clearTimeout(timer);
  });
}
