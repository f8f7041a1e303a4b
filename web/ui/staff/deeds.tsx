import { For } from "solid-js";
import type { Action } from "./actions.ts";
import { Keys } from "./key-caps.tsx";

/** One thing to do with what is in hand: a button with its key. */
export interface Deed extends Action {
  readonly key: string;
  readonly look?: "main" | "danger";
}

export const Deeds = (props: { all: readonly Deed[] }) => (
  <div class="deeds">
    <For each={props.all}>
      {(deed) => (
        <button
          type="button"
          class="btn small"
          classList={{ line: deed.look === undefined, danger: deed.look === "danger" }}
          onClick={() => deed.run()}
        >
          {deed.label}
          <Keys chord={deed.key} />
        </button>
      )}
    </For>
  </div>
);
