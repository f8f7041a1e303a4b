import { type JSX, Show } from "solid-js";
import type { Appointment, Slot } from "#domain/appointments.ts";
import { isOpen, parseSlotId } from "#domain/appointments-rules.ts";
import { localDay } from "#domain/time.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { createLoad } from "#web/api/load.ts";
import { remember } from "#web/api/visits.ts";
import { t } from "#web/i18n/language.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Notice, Trouble } from "#web/ui/notice.tsx";
import { VisitCard } from "#web/ui/visit-card.tsx";

const startsAt = (slot: Slot) => (visit: Appointment) =>
  [visit.start, visit.change?.start].some(
    (start) => start !== undefined && Date.parse(start) === Date.parse(slot.start),
  );

/** Of a time that is gone only its id is left: the day and the kind of visit are all it tells. */
const onDayOf = (slotId: string) => (visit: Appointment) => {
  const wanted = parseSlotId(slotId);
  return (
    wanted?.visitTypeId === visit.visitType.id &&
    wanted.day === localDay(visit.start, visit.timeZone)
  );
};

async function findOwn(fits: (visit: Appointment) => boolean) {
  const { items } = await call("GET /appointments", { when: "coming" });
  remember(items);
  return { visit: items.find((visit) => isOpen(visit, now()) && fits(visit)) };
}

/**
 * A time that can't be had may be the patient's own already, booked by an order whose answer was lost. Only when no
 * such visit is found may the screen say that the time is gone.
 */
export function OwnVisitOr(props: { time: Slot | string; children: JSX.Element }) {
  const fits = () => (typeof props.time === "string" ? onDayOf(props.time) : startsAt(props.time));
  const load = createLoad(() => findOwn(fits()));
  return (
    <Show
      when={load.data()}
      fallback={
        <Show when={load.problem()} fallback={<Skeleton bars={2} />}>
          {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
        </Show>
      }
    >
      {(found) => (
        <Show when={found().visit} fallback={props.children}>
          {(visit) => (
            <div class="stack" role="alert">
              <Notice
                tone="info"
                icon="calendar"
                title={t(typeof props.time === "string" ? "confirm.mineThatDay" : "confirm.mine")}
              />
              <VisitCard visit={visit()} />
            </div>
          )}
        </Show>
      )}
    </Show>
  );
}
