import { createSignal, type JSX, Match, Show, Switch } from "solid-js";
import type { Appointment, Slot } from "#domain/appointments.ts";
import { remember } from "#web/api/visits.ts";
import { say, t } from "#web/i18n/language.ts";
import { countdown } from "#web/session/idle-watch.tsx";
import { ZoneNote } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, PhoneLink, problemWords } from "#web/ui/notice.tsx";
import { navigate } from "#web/ui/router.tsx";
import { Facts } from "./facts.tsx";
import { createHolding, type HeldTime } from "./holding.ts";
import { OwnVisitOr } from "./own-visit.tsx";
import { ReasonField } from "./reason-field.tsx";
import { createSending, type Order, type Sending } from "./sending.ts";
import { SlotPills } from "./slot-pill.tsx";

export interface ConfirmProps {
  slot: Slot;
  what: string;
  timeZone: string;
  /** Where another of the offered times leads. */
  to: (slot: Slot) => string;
  /** Back to all times. */
  back: string;
  button: string;
  busyButton: string;
  askReason: boolean;
  send: (order: Order) => Promise<Appointment>;
  /** Where a sent visit is shown. */
  done: (visit: Appointment) => string;
  children?: JSX.Element;
}

/** The last step: what, when, where, with whom, and one button. */
export function Confirm(props: ConfirmProps) {
  const held = createHolding(props.slot.id);
  const sending = createSending(held, props.slot, (order) => props.send(order));
  const [reason, setReason] = createSignal(sending.reason ?? "");
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const visit = await sending.submit(reason().trim());
    if (!visit) return;
    remember([visit]);
    void navigate(props.done(visit), { replace: true });
  }
  const lost = () => ["taken", "gone"].includes(held.state().phase);
  return (
    <Show
      when={!lost()}
      fallback={
        <OwnVisitOr time={props.slot}>
          <Lost held={held} {...props} />
        </OwnVisitOr>
      }
    >
      <form class="stack wide confirm" onSubmit={(event) => void submit(event)}>
        <section class="card stack">
          {props.children}
          <Facts {...props.slot} what={props.what} timeZone={props.timeZone} />
          <Show when={!sending.unsure()}>
            <Kept held={held} timeZone={props.timeZone} />
          </Show>
        </section>
        <ZoneNote at={props.slot.start} timeZone={props.timeZone} />
        <Show when={props.askReason}>
          <ReasonField
            label={t("confirm.reason")}
            hint={t("confirm.reasonHint")}
            value={reason()}
            onInput={setReason}
            fixed={sending.busy() || sending.unsure()}
          />
        </Show>
        <Refused sending={sending} />
        <Actions held={held} sending={sending} {...props} />
      </form>
    </Show>
  );
}

/** How long the time is kept: in words, with a clock for who wants to watch it. */
const Kept = (props: { held: HeldTime; timeZone: string }) => (
  <Switch>
    <Match when={props.held.state().phase === "keeping"}>
      <p class="kept soft">
        <Icon name="clock" />
        {t("confirm.keeping")}
      </p>
    </Match>
    <Match when={props.held.state().phase === "kept"}>
      <p class="kept">
        <Icon name="clock" />
        <span>
          {t("confirm.kept", {
            time: say.time(heldUntil(props.held), props.timeZone),
          })}{" "}
          <span class="soft num" role="timer">
            {t("confirm.left", { left: countdown(props.held.leftMs()) })}
          </span>
        </span>
      </p>
    </Match>
    <Match when={props.held.state().phase === "lapsed"}>
      <div role="alert">
        <Notice tone="wait" icon="clock" title={t("problem.lapsed")}>
          <p>{t("confirm.lapsedHelp")}</p>
        </Notice>
      </div>
    </Match>
  </Switch>
);

function heldUntil(held: HeldTime): string {
  const state = held.state();
  return state.phase === "kept" ? state.hold.expiresAt : "";
}

const Refused = (props: { sending: Sending }) => (
  <div role="alert">
    <Show when={props.sending.problem()}>
      {(problem) => (
        <Show
          when={problem().uncertain}
          fallback={
            <Notice tone="bad" icon="alert" title={problemWords(problem())}>
              <PhoneLink />
            </Notice>
          }
        >
          <Notice tone="wait" icon="alert" title={t("confirm.unsure")}>
            <p>{t("confirm.unsureHelp")}</p>
            <PhoneLink />
          </Notice>
        </Show>
      )}
    </Show>
  </div>
);

const Actions = (props: ConfirmProps & { held: HeldTime; sending: Sending }) => (
  <>
    <div class="dock">
      <Show
        when={props.held.state().phase !== "lapsed" || props.sending.unsure()}
        fallback={
          <button type="button" class="btn full" onClick={() => void props.held.renew()}>
            {t("confirm.again")}
          </button>
        }
      >
        <button type="submit" class="btn full" aria-disabled={props.sending.busy()}>
          <Show when={!props.sending.busy()} fallback={props.busyButton}>
            {props.sending.unsure() ? t("confirm.sendAgain") : props.button}
          </Show>
        </button>
      </Show>
    </div>
    {/* While it may be booked, another time would be a second visit. */}
    <Show
      when={!props.sending.unsure()}
      fallback={
        <a class="link centered" href="/visits">
          {t("visits.title")}
        </a>
      }
    >
      <a class="link centered" href={props.back}>
        {t("confirm.other")}
      </a>
    </Show>
  </>
);

/** Someone was first: say it, and offer what is near. */
function Lost(props: ConfirmProps & { held: HeldTime }) {
  const slots = () => {
    const state = props.held.state();
    return state.phase === "taken" ? state.slots : [];
  };
  return (
    <section class="stack" role="alert">
      <Notice
        tone="wait"
        icon="clock"
        title={slots().length > 0 ? t("problem.taken") : t("confirm.gone")}
      >
        <Show when={slots().length > 0}>
          <p>{t("confirm.takenHelp")}</p>
        </Show>
      </Notice>
      <SlotPills slots={slots()} timeZone={props.timeZone} to={props.to} withDay />
      <p>
        <a class="btn quiet" href={props.back}>
          {t("confirm.other")}
        </a>
      </p>
    </section>
  );
}
