import { createUniqueId, For, type JSX, Show } from "solid-js";
import type { DeskCatalogue } from "#web/ui/staff/catalogue.ts";
import { faults, type Typed } from "./by-hand.ts";

interface FormProps {
  catalogue: DeskCatalogue;
  typed: Typed;
  onType: (typed: Typed) => void;
  /** Faults are said once it was tried. */
  tried: boolean;
}

/** The time as it will stand in the chart, typed by a person because the EHR shows none. */
export function ByHandForm(props: FormProps) {
  const fault = (field: keyof Typed) => (props.tried ? faults(props.typed)[field] : undefined);
  const set = (field: keyof Typed, value: string) =>
    props.onType({ ...props.typed, [field]: field === "minutes" ? Number(value) : value });
  return (
    <div class="by-hand">
      <Field label="Day" fault={fault("day")}>
        {(id) => (
          <Typing
            id={id}
            type="date"
            value={props.typed.day}
            bad={!!fault("day")}
            onType={(v) => set("day", v)}
          />
        )}
      </Field>
      <Field label="Time" fault={fault("time")}>
        {(id) => (
          <Typing
            id={id}
            type="time"
            value={props.typed.time}
            bad={!!fault("time")}
            onType={(v) => set("time", v)}
          />
        )}
      </Field>
      <Field label="Minutes" fault={fault("minutes")}>
        {(id) => (
          <Typing
            id={id}
            type="number"
            value={String(props.typed.minutes)}
            bad={!!fault("minutes")}
            onType={(v) => set("minutes", v)}
          />
        )}
      </Field>
      <Field label="Clinician" fault={fault("practitionerId")}>
        {(id) => (
          <Select
            id={id}
            options={props.catalogue.practitioners}
            value={props.typed.practitionerId}
            onPick={(v) => set("practitionerId", v)}
          />
        )}
      </Field>
      <Field label="Place" fault={fault("locationId")}>
        {(id) => (
          <Select
            id={id}
            options={props.catalogue.locations}
            value={props.typed.locationId}
            onPick={(v) => set("locationId", v)}
          />
        )}
      </Field>
    </div>
  );
}

function Field(props: {
  label: string;
  fault: string | undefined;
  children: (id: string) => JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <div class="choice">
      <label class="small soft" for={id}>
        {props.label}
      </label>
      {props.children(id)}
      <span class="bad small" id={`${id}-fault`} aria-live="polite">
        {props.fault}
      </span>
    </div>
  );
}

const Typing = (props: {
  id: string;
  type: string;
  value: string;
  bad: boolean;
  onType: (value: string) => void;
}) => (
  <input
    class="input"
    id={props.id}
    type={props.type}
    value={props.value}
    aria-invalid={props.bad}
    aria-describedby={`${props.id}-fault`}
    onInput={(event) => props.onType(event.currentTarget.value)}
  />
);

const Select = (props: {
  id: string;
  options: readonly { id: string; name: string }[];
  value: string;
  onPick: (id: string) => void;
}) => (
  <select
    class="input"
    id={props.id}
    aria-describedby={`${props.id}-fault`}
    onChange={(event) => props.onPick(event.currentTarget.value)}
  >
    <Show when={!props.value}>
      <option value="">Choose…</option>
    </Show>
    <For each={props.options}>
      {(option) => (
        <option value={option.id} selected={option.id === props.value}>
          {option.name}
        </option>
      )}
    </For>
  </select>
);
