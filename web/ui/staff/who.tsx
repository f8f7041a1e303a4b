import { type JSX, Show } from "solid-js";
import { Avatar } from "#web/ui/avatar.tsx";
import { born } from "./patient-search.ts";
import { may } from "./places.ts";

/** Whose it is that is in hand. */
export const Who = (props: {
  patient: { id: string; name: string; birthDate?: string | undefined };
  chip?: JSX.Element;
  children?: JSX.Element;
}) => (
  <div class="who">
    <Avatar name={props.patient.name} large />
    <div>
      <h2>
        <Show when={may("patients")} fallback={props.patient.name}>
          <a href={`/practice/patients/${props.patient.id}`}>{props.patient.name}</a>
        </Show>
      </h2>
      <p class="soft small">{born(props.patient.birthDate)}</p>
      {props.children}
    </div>
    {props.chip}
  </div>
);
