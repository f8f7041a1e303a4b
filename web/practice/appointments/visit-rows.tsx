import { createEffect, For, on, Show } from "solid-js";
import type { ScheduledVisit } from "#domain/practice.ts";
import { clockTime } from "#domain/time.ts";
import { Chip } from "#web/ui/chip.tsx";
import { CHART, STATUS } from "#web/ui/staff/words.ts";
import { stateLook } from "#web/ui/visit-state.ts";
import type { Group, ScheduleModel } from "./schedule-model.ts";

/** The dense list. Rows are told apart by the time; the one in hand shows in the pane beside. */
export function VisitRows(props: { model: ScheduleModel }) {
  let list: HTMLDivElement | undefined;
  createEffect(
    on(
      () => props.model.selected()?.id,
      () => list?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }),
      { defer: true },
    ),
  );
  return (
    <section ref={list} class="rows" aria-label="Visits">
      <For each={props.model.groups()}>
        {(group) => <GroupTable group={group} model={props.model} />}
      </For>
    </section>
  );
}

const GroupTable = (props: { group: Group; model: ScheduleModel }) => (
  <table>
    <caption class={props.group.title ? "rows-title" : "sr"}>
      {props.group.title ?? "Visits by time"}
      <Show when={props.group.title}>
        <span class="soft num"> {props.group.visits.length}</span>
      </Show>
    </caption>
    <thead class={props.group.title ? "sr" : ""}>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">Patient</th>
        <th scope="col">Visit</th>
        <th scope="col">Clinician</th>
        <th scope="col">Status</th>
        <th scope="col">Chart</th>
      </tr>
    </thead>
    <tbody>
      <For each={props.group.visits}>{(visit) => <Row visit={visit} model={props.model} />}</For>
    </tbody>
  </table>
);

function Row(props: { visit: ScheduledVisit; model: ScheduleModel }) {
  const time = () =>
    clockTime(props.visit.start, { timeZone: props.visit.timeZone, language: "en" });
  const inHand = () => props.model.selected()?.id === props.visit.id;
  const look = () => stateLook(props.visit.writeBack.state);
  return (
    <tr data-status={props.visit.status} data-in-hand={inHand()}>
      <td class="num">{time()}</td>
      <th scope="row">
        <button
          type="button"
          class="rows-pick"
          aria-current={inHand() ? "true" : undefined}
          onClick={() => props.model.select(props.visit.id)}
        >
          {props.visit.patient.name}
        </button>
        <Show when={props.visit.bookedVia === "portal"}>
          <span class="rows-tag">Portal</span>
        </Show>
      </th>
      <td>{props.visit.visitType.name}</td>
      <td>{props.visit.practitioner.name}</td>
      <td>{STATUS[props.visit.status]}</td>
      <td>
        <Chip tone={look().tone} icon={look().icon}>
          {CHART[props.visit.writeBack.state]}
        </Chip>
      </td>
    </tr>
  );
}
