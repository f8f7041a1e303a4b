import { For } from "solid-js";

/** One of the practice's people or places, or any. */
export const Choice = (props: {
  label: string;
  all: string;
  options: readonly { id: string; name: string; credential?: string | undefined }[];
  value: string | undefined;
  onPick: (id: string) => void;
}) => (
  <label class="filter">
    <span class="small soft">{props.label}</span>
    <select class="input" onChange={(event) => props.onPick(event.currentTarget.value)}>
      <option value="">{props.all}</option>
      <For each={props.options}>
        {(option) => (
          <option value={option.id} selected={option.id === props.value}>
            {[option.name, option.credential].filter(Boolean).join(", ")}
          </option>
        )}
      </For>
    </select>
  </label>
);
