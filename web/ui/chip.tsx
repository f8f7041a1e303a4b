import type { JSX } from "solid-js";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "good" | "wait" | "info" | "bad" | "plain";

/** A state in an icon and words, never in colour alone. */
export const Chip = (props: { tone: Tone; icon: IconName; children: JSX.Element }) => (
  <span class="chip" data-tone={props.tone}>
    <Icon name={props.icon} size={16} />
    <span>{props.children}</span>
  </span>
);
