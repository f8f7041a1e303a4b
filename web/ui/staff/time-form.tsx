import { createEffect, createMemo, createSignal, type JSX, on } from "solid-js";
import type { Appointment, Slot } from "#domain/appointments.ts";
import { practice } from "#web/session/session.ts";
import type { DeskCatalogue } from "./catalogue.ts";
import { Choice } from "./choice.tsx";
import { DialogFoot } from "./dialog-foot.tsx";
import { createOpenTimes, type SlotWish } from "./open-times.ts";
import { OverridePanel } from "./override-panel.tsx";
import { createOverriding, type Order } from "./overriding.ts";
import { SlotPicker, slotWords } from "./slot-picker.tsx";

export interface ForWhom {
  patient: { id: string; name: string };
  onDone: (visit: Appointment) => void;
  onClose: () => void;
}

interface TimeFormProps extends ForWhom {
  catalogue: DeskCatalogue;
  visitTypeId: string;
  firstDay: string;
  button: string;
  send: (slotId: string) => (order: Order, key: string) => Promise<Appointment>;
  above: JSX.Element;
  children?: JSX.Element;
}

/** With whom, where, a day, a time, and the button that sends it. */
export function TimeForm(props: TimeFormProps) {
  const picking = createPicking(props);
  const words = () => {
    const slot = picking.slot();
    return slot ? slotWords(slot, zone()) : "Pick a time.";
  };
  return (
    <div class="stack">
      {props.above}
      <div class="choices">
        <Choice
          label="Clinician"
          all="Anyone"
          options={props.catalogue.practitioners}
          value={picking.who()}
          onPick={picking.setWho}
        />
        <Choice
          label="Place"
          all="Anywhere"
          options={props.catalogue.locations}
          value={picking.where()}
          onPick={picking.setWhere}
        />
      </div>
      <SlotPicker times={picking.times} chosen={picking.chosen()} onToggle={picking.toggle} />
      {props.children}
      <OverridePanel order={picking.order} />
      <DialogFoot
        words={words()}
        button={props.button}
        busy={picking.order.busy()}
        off={!picking.slot()}
        onGo={() => void picking.order.submit()}
        onClose={props.onClose}
      />
    </div>
  );
}

const zone = () => practice()?.timeZone ?? "UTC";

function createPicking(props: TimeFormProps) {
  const [who, setWho] = createSignal("");
  const [where, setWhere] = createSignal("");
  const [slot, setSlot] = createSignal<Slot>();
  const wish = createMemo<SlotWish | undefined>(() =>
    props.visitTypeId
      ? {
          visitTypeId: props.visitTypeId,
          ...(who() ? { practitionerId: who() } : {}),
          ...(where() ? { locationId: where() } : {}),
        }
      : undefined,
  );
  const times = createOpenTimes(wish, { timeZone: zone(), firstDay: props.firstDay });
  const order = createOverriding(
    (set, key) => props.send(slot()?.id ?? "")(set, key),
    (visit) => props.onDone(visit),
  );
  // A time belongs to what it was found for.
  createEffect(on(wish, () => setSlot(undefined), { defer: true }));
  createEffect(() => {
    if (order.problem()?.code !== "appointments.slot-taken") return;
    setSlot(undefined);
    void times.load.reload();
  });
  const toggle = (next: Slot) => {
    // While it is not known what came of the last try, only that same order may be sent again.
    if (order.unsure()) return;
    setSlot(slot()?.id === next.id ? undefined : next);
    order.forget();
  };
  const chosen = () => {
    const found = slot();
    return found ? [found] : [];
  };
  return { who, setWho, where, setWhere, slot, times, order, toggle, chosen };
}
