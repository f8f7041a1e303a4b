import { For } from "solid-js";
import { keyCaps } from "./keys.ts";

/** The keys of a chord, as caps. */
export const Keys = (props: { chord: string }) => (
  <span class="caps">
    <For each={keyCaps(props.chord)}>{(cap) => <kbd>{cap}</kbd>}</For>
  </span>
);
