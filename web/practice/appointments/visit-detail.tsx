import { For, type JSX, Show } from "solid-js";
import type { ScheduledVisit } from "#domain/practice.ts";
import { ageOn, ago, clockTime, dateTime, localDay, zoneName } from "#domain/time.ts";
import { now } from "#web/api/clock.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { may } from "#web/ui/staff/places.ts";
import { bookedBy, CHART, STATUS } from "#web/ui/staff/words.ts";
import { stateLook } from "#web/ui/visit-state.ts";

/** The visit in hand. */
export function VisitDetail(props: { visit: ScheduledVisit }) {
  const look = () => stateLook(props.visit.writeBack.state);
  const since = () => ago(props.visit.writeBack.since, now(), "en");
  return (
    <aside class="detail card" aria-label="Visit in hand">
      <div class="row">
        <Avatar name={props.visit.patient.name} large />
        <div>
          <h2>
            <Show when={may("patients")} fallback={props.visit.patient.name}>
              <a href={`/practice/patients/${props.visit.patient.id}`}>
                {props.visit.patient.name}
              </a>
            </Show>
          </h2>
          <p class="soft small">{born(props.visit)}</p>
        </div>
      </div>
      <Notice tone={look().tone} icon={look().icon} title={CHART[props.visit.writeBack.state]}>
        <p class="small">
          {[`Since ${since()}`, props.visit.writeBack.reference].filter(Boolean).join(" · ")}
        </p>
      </Notice>
      <Show when={props.visit.change}>
        {(change) => (
          <Notice tone="wait" icon="moved" title={CHANGE[change().kind]}>
            <p class="small">{CHART[change().writeBack.state]}</p>
          </Notice>
        )}
      </Show>
      <dl class="detail-facts">
        <For each={facts(props.visit)}>
          {([label, value]) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          )}
        </For>
      </dl>
    </aside>
  );
}

const CHANGE = { reschedule: "Patient asked to move it", cancel: "Patient asked to cancel it" };

const born = ({ patient, timeZone }: ScheduledVisit): string =>
  patient.birthDate
    ? `Born ${patient.birthDate}, age ${ageOn(patient.birthDate, localDay(now(), timeZone))}`
    : "";

function facts(visit: ScheduledVisit): (readonly [string, JSX.Element])[] {
  const place = { timeZone: visit.timeZone, language: "en" } as const;
  const time = `${clockTime(visit.start, place)} – ${clockTime(visit.end, place)} ${zoneName(visit.start, place)}`;
  const moved = visit.change?.start;
  return [
    ["Time", time],
    ...(moved ? [["Asked for", dateTime(moved, place)] as const] : []),
    ["Visit", visit.visitType.name],
    [
      "Clinician",
      [visit.practitioner.name, visit.practitioner.credential].filter(Boolean).join(", "),
    ],
    ["Place", visit.video ? "Video" : visit.location.name],
    ["Status", STATUS[visit.status]],
    ["Booked in", visit.bookedVia === "portal" ? "Portal" : "Chart"],
    ...(visit.bookedBy ? [["Booked by", bookedBy(visit)] as const] : []),
    ...(visit.reason ? [["Reason", visit.reason] as const] : []),
  ];
}
