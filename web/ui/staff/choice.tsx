import "./desk.css";
import { For, Show } from "solid-js";

/** A labelled select; `all` is the choice of none. */
export const Choice = (props: {
  label: string;
  all?: string;
  options: readonly { id: string; name: string }[];
  value: string;
  onPick: (id: string) => void;
}) => (
  <label class="choice">
    <span class="small soft">{props.label}</span>
    <select class="input" onChange={(event) => props.onPick(event.currentTarget.value)}>
      <Show when={props.all}>
        <option value="">{props.all}</option>
      </Show>
      <For each={props.options}>
        {(option) => (
          <option value={option.id} selected={option.id === props.value}>
            {option.name}
          </option>
        )}
      </For>
    </select>
  </label>
);
