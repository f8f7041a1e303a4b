import "./asked.css";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { Appointment, Slot } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { say, t } from "#web/i18n/language.ts";
import { Notice } from "#web/ui/notice.tsx";
import { placeName, withCredential } from "#web/ui/visit-names.ts";
import { createPress } from "./press.ts";
import { Refusal } from "./refusal.tsx";

type Answer = { slotId: string } | { none: true };
const TAKEN = "appointments.slot-taken";
/** The offer is not what this page thinks it is: look again. */
const OVER = ["appointments.not-changeable", "not-found"];

export interface OfferedTimesProps {
  visit: Appointment;
  onAnswer: (visit: Appointment) => void;
  /** The offer has changed meanwhile. */
  onStale: () => void;
}

/** The times the practice offers: one of them is taken in one press, or none. */
export function OfferedTimes(props: OfferedTimesProps) {
  const group = createUniqueId();
  const [chosen, setChosen] = createSignal<string>();
  const [taken, setTaken] = createSignal<readonly string[]>([]);
  const [missing, setMissing] = createSignal(false);
  const { press, ...sending } = createPress((answer: Answer, key) =>
    call("POST /appointments/{id}/answer", { id: props.visit.id, ...answer }, { key }),
  );
  const problem = () => (sending.problem()?.code === TAKEN ? undefined : sending.problem());
  async function send(answer: Answer) {
    setMissing(false);
    const visit = await press(answer);
    if (visit) return props.onAnswer(visit);
    const code = sending.problem()?.code ?? "";
    if (code === TAKEN && "slotId" in answer) {
      setTaken([...taken(), answer.slotId]);
      setChosen(undefined);
    }
    if (code === TAKEN || OVER.includes(code)) props.onStale();
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const slotId = chosen();
    if (slotId === undefined) setMissing(true);
    else void send({ slotId });
  };
  const words = () => (sending.busy() ? t("offer.taking") : t("offer.take"));
  return (
    <form class="stack" onSubmit={submit}>
      <p>{t("offer.body")}</p>
      <fieldset class="plain pills" disabled={sending.fixed()}>
        <legend class="sr">{t("offer.title")}</legend>
        <For each={props.visit.offered}>
          {(slot) => (
            <OfferedPill
              slot={slot}
              group={group}
              timeZone={props.visit.timeZone}
              taken={taken().includes(slot.id)}
              chosen={chosen() === slot.id}
              onChoose={() => setChosen(slot.id)}
            />
          )}
        </For>
      </fieldset>
      <div role="alert">
        <Show when={missing()}>
          <p class="bad">{t("offer.pick")}</p>
        </Show>
        <Show when={sending.problem()?.code === TAKEN}>
          <Notice tone="wait" icon="clock">
            <p>{t("offer.taken")}</p>
          </Notice>
        </Show>
      </div>
      <Refusal problem={problem()} unsure={t("offer.unsure")} />
      <button type="submit" class="btn full" aria-disabled={sending.busy()}>
        {words()}
      </button>
      <button
        type="button"
        class="btn line full"
        aria-disabled={sending.fixed()}
        onClick={() => !sending.fixed() && void send({ none: true })}
      >
        {t("offer.none")}
      </button>
    </form>
  );
}

const OfferedPill = (props: {
  slot: Slot;
  group: string;
  timeZone: string;
  taken: boolean;
  chosen: boolean;
  onChoose: () => void;
}) => (
  <label class="pill offered">
    <input
      type="radio"
      name={props.group}
      class="sr"
      checked={props.chosen}
      disabled={props.taken}
      onChange={() => props.onChoose()}
    />
    <span class="small">{say.shortDay(props.slot.start, props.timeZone)}</span>
    <strong class="num">{say.time(props.slot.start, props.timeZone)}</strong>
    <Show when={!props.taken} fallback={<span class="small bad">{t("offer.takenTag")}</span>}>
      <span class="pill-detail">{withCredential(props.slot.practitioner)}</span>
      <span class="pill-detail">{placeName(props.slot.location)}</span>
    </Show>
  </label>
);
