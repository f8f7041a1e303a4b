import { For, Show } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { say } from "#web/i18n/language.ts";
import { withCredential } from "#web/ui/visit-names.ts";
import { choose } from "./catalogue.ts";

interface PillFace {
  timeZone: string;
  /** Where a tap leads: the confirm page for this time. */
  to: (slot: Slot) => string;
  withDay?: boolean;
  /** All of them are in one place, and that is said elsewhere. */
  placeKnown?: boolean;
}

const SlotPill = (props: PillFace & { slot: Slot }) => (
  <a class="pill" href={props.to(props.slot)} onClick={() => choose(props.slot)}>
    <Show when={props.withDay}>
      <span class="small">{say.shortDay(props.slot.start, props.timeZone)}</span>
    </Show>
    <strong class="num">{say.time(props.slot.start, props.timeZone)}</strong>
    <span class="pill-detail">{withCredential(props.slot.practitioner)}</span>
    <Show when={!props.placeKnown}>
      <span class="pill-detail">{props.slot.location.name}</span>
    </Show>
  </a>
);

/** Times to tap. One tap goes on to the confirm page. */
export const SlotPills = (props: PillFace & { slots: readonly Slot[] }) => (
  <ul class="pills">
    <For each={props.slots}>
      {(slot) => (
        <li>
          <SlotPill {...props} slot={slot} />
        </li>
      )}
    </For>
  </ul>
);
