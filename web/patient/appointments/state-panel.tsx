import { Show } from "solid-js";
import type { Appointment, AppointmentChange } from "#domain/appointments.ts";
import type { WriteBack } from "#domain/writeback.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { say, t } from "#web/i18n/language.ts";
import { Notice, PhoneLink } from "#web/ui/notice.tsx";
import { stateLook, visitLook } from "#web/ui/visit-state.ts";
import { since } from "./since.ts";

const ATTENTION: Partial<Record<NonNullable<WriteBack["reason"]>, Key>> = {
  "slot-taken": "about.attention.slot-taken",
  "changed-in-chart": "about.attention.changed-in-chart",
  refused: "about.attention.refused",
};
const SAVED: Partial<Record<NonNullable<WriteBack["reason"]>, Key>> = {
  "checking-chart": "about.saved.checking",
  "tried-for-a-day": "about.saved.day",
};

/** Which sentence says what is known of a write-back, and no more than that. */
export function aboutKey({ state, reason }: WriteBack): Key {
  if (state === "needs-attention") return (reason && ATTENTION[reason]) ?? "about.attention";
  if (state === "saved") return (reason && SAVED[reason]) ?? "about.saved";
  return `about.${state}`;
}

/** Where the visit stands, since when, the chart's reference, and what comes next. */
export function StatePanel(props: { visit: Appointment }) {
  const look = () => visitLook({ ...props.visit, change: undefined });
  const words = () =>
    look().key === "status.cancelled"
      ? t("about.cancelled")
      : t(aboutKey(props.visit.writeBack), {
          since: since(props.visit.writeBack.since, props.visit.timeZone),
        });
  return (
    <div class="stack">
      <Notice tone={look().tone} icon={look().icon} title={t(look().key)}>
        <p>{words()}</p>
        <Next step={props.visit.writeBack.nextStep} />
        <Show when={props.visit.writeBack.reference}>
          {(reference) => (
            <details class="reference">
              <summary>{t("about.details")}</summary>
              <p class="soft small">
                {t("about.reference")}: <span class="num">{reference()}</span>
              </p>
            </details>
          )}
        </Show>
      </Notice>
      <Show when={props.visit.change}>
        {(change) => <ChangePanel visit={props.visit} change={change()} />}
      </Show>
    </div>
  );
}

const Next = (props: { step: WriteBack["nextStep"] }) => (
  <Show when={props.step && props.step !== "wait" ? props.step : undefined}>
    {(step) => (
      <>
        <p>{t(`next.${step()}`)}</p>
        <Show when={step() === "call-practice"}>
          <PhoneLink />
        </Show>
      </>
    )}
  </Show>
);

/** A change asked for and not in the chart: what was asked, and what is true until then. */
function ChangePanel(props: { visit: Appointment; change: AppointmentChange }) {
  const look = () => stateLook(props.change.writeBack.state);
  const key = (): Key => {
    const failed = props.change.writeBack.state === "needs-attention";
    if (props.change.kind === "cancel") return failed ? "change.cancelFailed" : "change.cancel";
    return failed ? "change.moveFailed" : "change.move";
  };
  const title = (): Key =>
    props.change.kind === "cancel" && props.change.writeBack.state === "saved"
      ? "done.savedCancel"
      : look().key;
  const when = (at: string | undefined) => (at ? say.dateTime(at, props.visit.timeZone) : "");
  return (
    <Notice tone={look().tone} icon={look().icon} title={t(title())}>
      <p>{t(key(), { when: when(props.change.start), old: when(props.visit.start) })}</p>
      <p class="soft small">
        {t("change.since", { since: since(props.change.writeBack.since, props.visit.timeZone) })}
      </p>
      <Next step={props.change.writeBack.nextStep} />
    </Notice>
  );
}
