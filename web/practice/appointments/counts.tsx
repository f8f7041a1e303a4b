import { For } from "solid-js";
import type { ScheduledVisit } from "#domain/practice.ts";
import { needsAttention } from "#web/ui/visit-state.ts";

/** The day in numbers. */
export function countDay(visits: readonly ScheduledVisit[]) {
  const count = (is: (visit: ScheduledVisit) => boolean) => visits.filter(is).length;
  return [
    ["Visits", count((visit) => visit.status !== "cancelled")],
    ["Booked in the portal", count((visit) => visit.bookedVia === "portal")],
    [
      "Not in chart yet",
      count((visit) => ["saved", "with-practice"].includes(visit.writeBack.state)),
    ],
    ["Need attention", count(needsAttention)],
    ["Cancelled", count((visit) => visit.status === "cancelled")],
  ] as const;
}

export const Counts = (props: { visits: readonly ScheduledVisit[] }) => (
  <dl class="counts">
    <For each={countDay(props.visits)}>
      {([label, count]) => (
        <div data-zero={count === 0}>
          <dt>{label}</dt>
          <dd class="num">{count}</dd>
        </div>
      )}
    </For>
  </dl>
);
