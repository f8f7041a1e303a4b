import { createMemo, createSignal, For, Show } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { localDay } from "#domain/time.ts";
import type { WorkItem } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import type { ApiProblem } from "#web/api/problem.ts";
import { createCatalogue } from "#web/ui/staff/catalogue.ts";
import { DialogFoot } from "#web/ui/staff/dialog-foot.tsx";
import { createOpenTimes, type SlotWish } from "#web/ui/staff/open-times.ts";
import { SlotPicker, slotWords } from "#web/ui/staff/slot-picker.tsx";
import { RowSkeleton, StaffTrouble } from "#web/ui/staff/trouble.tsx";
import { asChosenTime, faults, ofCatalogue, ofSlot, type Typed } from "./by-hand.ts";
import { ByHandForm } from "./by-hand-form.tsx";
import { asSeen, type Queue } from "./queue-model.ts";
import { windowWords, zoneOf } from "./words.ts";

export interface AboutItem {
  item: WorkItem;
  queue: Queue;
  onClose: () => void;
}
const MOST_OFFERED = 3;

/** Answer a request with a time: schedule one, offer up to three, or enter one by hand. */
export function ScheduleForm(props: AboutItem & { offer?: boolean }) {
  const form = createScheduling(props);
  return (
    <div class="stack">
      <Wishes item={props.item} />
      <Show when={!props.offer}>
        <Ways byHand={form.byHand()} onPick={form.setByHand} />
      </Show>
      <Show
        when={form.byHand()}
        fallback={
          <SlotPicker
            times={form.times}
            chosen={form.chosen()}
            onToggle={form.toggle}
            wishes={props.item.preferred}
          />
        }
      >
        <Show when={form.catalogue.data()} fallback={<RowSkeleton rows={3} />}>
          {(catalogue) => (
            <ByHandForm
              catalogue={catalogue()}
              typed={form.typed()}
              onType={form.setTyped}
              tried={form.tried()}
            />
          )}
        </Show>
      </Show>
      <Show when={form.problem()}>{(problem) => <StaffTrouble problem={problem()} />}</Show>
      <DialogFoot
        words={form.words()}
        button={props.offer ? "Offer these times" : "Schedule"}
        busy={form.busy()}
        off={!form.byHand() && form.chosen().length === 0}
        onGo={() => void form.submit()}
        onClose={props.onClose}
      />
    </div>
  );
}

const Wishes = (props: { item: WorkItem }) => (
  <Show when={props.item.preferred?.length}>
    <div class="wishes">
      <strong class="small">Asked for</strong>
      <ul>
        <For each={props.item.preferred}>
          {(window) => <li>{windowWords(window, zoneOf(props.item))}</li>}
        </For>
      </ul>
    </div>
  </Show>
);

const Ways = (props: { byHand: boolean; onPick: (byHand: boolean) => void }) => (
  <fieldset class="segments">
    <legend class="sr">How</legend>
    <button
      type="button"
      class="segment"
      aria-pressed={!props.byHand}
      onClick={() => props.onPick(false)}
    >
      Open times
    </button>
    <button
      type="button"
      class="segment"
      aria-pressed={props.byHand}
      onClick={() => props.onPick(true)}
    >
      Enter the time by hand
    </button>
  </fieldset>
);

function createScheduling(props: AboutItem & { offer?: boolean }) {
  const zone = zoneOf(props.item);
  const firstDay = localDay(props.item.preferred?.[0]?.from ?? now(), zone);
  const [byHand, setByHand] = createSignal(false);
  const [chosen, setChosen] = createSignal<readonly Slot[]>([]);
  const [written, setTyped] = createSignal<Typed>(firstTyped(props.item, firstDay));
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  const catalogue = createCatalogue();
  const typed = createMemo(() => ofCatalogue(written(), catalogue.data()));
  const wish = createMemo<SlotWish | undefined>(() => {
    const visitTypeId = props.item.visit?.visitType.id;
    return visitTypeId ? { visitTypeId } : undefined;
  });
  const times = createOpenTimes(wish, { timeZone: zone, firstDay });
  const toggle = (slot: Slot) => {
    setProblem(undefined);
    setChosen(toggled(chosen(), slot, props.offer ? MOST_OFFERED : 1));
  };
  const words = () => {
    if (byHand()) return "It is then in “To enter” until someone has typed it into the chart.";
    if (chosen().length > 0)
      return chosen()
        .map((slot) => slotWords(slot, zone))
        .join("\n");
    return props.offer ? "Pick up to three times." : "Pick a time. A dot marks what was asked for.";
  };
  const send = () => {
    const { id, version } = asSeen(props.item);
    if (props.offer) {
      const slotIds = chosen().map((slot) => slot.id);
      return call("POST /practice/requests/{id}/offer", { id, version, slotIds });
    }
    const [slot] = chosen();
    const time = byHand() || !slot ? asChosenTime(id, typed(), zone) : ofSlot(id, slot);
    return call("POST /practice/requests/{id}/schedule", { ...time, version });
  };
  async function submit() {
    setTried(true);
    if (byHand() && Object.keys(faults(typed())).length > 0) return;
    setBusy(true);
    const { name } = props.item.patient;
    const refused = await props.queue.act(
      send,
      props.offer ? `Offered. ${name} can answer in the portal.` : `Scheduled for ${name}.`,
    );
    setBusy(false);
    if (!refused) return props.onClose();
    setProblem(refused);
    if (refused.code !== "appointments.slot-taken") return;
    setChosen([]);
    void times.load.reload();
  }
  return {
    ...{ byHand, setByHand, chosen, toggle, times, typed, setTyped, tried },
    ...{ catalogue, busy, problem, words, submit },
  };
}

/** A tap takes a time or gives it back; one too many pushes out the first. */
export const toggled = (chosen: readonly Slot[], slot: Slot, most: number): readonly Slot[] =>
  chosen.some(({ id }) => id === slot.id)
    ? chosen.filter(({ id }) => id !== slot.id)
    : [...chosen, slot].slice(-most).sort((a, b) => (a.start < b.start ? -1 : 1));

function firstTyped({ visit }: WorkItem, day: string): Typed {
  const length = visit ? (Date.parse(visit.end) - Date.parse(visit.start)) / 60_000 : 0;
  return {
    day,
    time: "",
    // A request may span a whole window: only a visit's own length is taken over.
    minutes: length >= 5 && length <= 120 ? length : 20,
    practitionerId: visit?.practitioner.id ?? "",
    locationId: visit?.location.id ?? "",
  };
}
