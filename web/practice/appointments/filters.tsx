import { For } from "solid-js";
import type { Grouping, ScheduleModel } from "./schedule-model.ts";

/** Whose visits, where, and in which order. `onFirst` is given the first of them, for a key to lead there. */
export const Filters = (props: {
  model: ScheduleModel;
  onFirst: (select: HTMLSelectElement) => void;
}) => (
  <div class="row">
    <Choice
      ref={(select) => props.onFirst(select)}
      label="Clinician"
      all="All clinicians"
      options={props.model.choices().practitioners}
      value={props.model.practitionerId()}
      onPick={props.model.setPractitioner}
    />
    <Choice
      label="Place"
      all="All places"
      options={props.model.choices().locations}
      value={props.model.locationId()}
      onPick={props.model.setLocation}
    />
    <fieldset class="segments">
      <legend class="sr">Order</legend>
      <Segment model={props.model} by="time">
        By time
      </Segment>
      <Segment model={props.model} by="clinician">
        By clinician
      </Segment>
    </fieldset>
  </div>
);

const Choice = (props: {
  label: string;
  all: string;
  options: readonly { id: string; name: string }[];
  value: string;
  onPick: (id: string) => void;
  ref?: (select: HTMLSelectElement) => void;
}) => (
  <select
    ref={(select) => props.ref?.(select)}
    class="tool"
    aria-label={props.label}
    onKeyDown={(event) => (event.key === "Escape" ? event.currentTarget.blur() : undefined)}
    onChange={(event) => props.onPick(event.currentTarget.value)}
  >
    <option value="">{props.all}</option>
    <For each={props.options}>
      {(option) => (
        <option value={option.id} selected={option.id === props.value}>
          {option.name}
        </option>
      )}
    </For>
  </select>
);

const Segment = (props: { model: ScheduleModel; by: Grouping; children: string }) => (
  <button
    type="button"
    class="segment"
    aria-pressed={props.model.grouping() === props.by}
    onClick={() => props.model.setGrouping(props.by)}
  >
    {props.children}
  </button>
);
