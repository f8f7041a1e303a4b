import { Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { canChange } from "#domain/appointments-rules.ts";
import type { WriteBackState } from "#domain/writeback.ts";
import { now } from "#web/api/clock.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { say, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Icon } from "#web/ui/icon.tsx";
import { stateLook } from "#web/ui/visit-state.ts";

const TITLES: Record<WriteBackState, Key> = {
  "in-chart": "done.inChart",
  saved: "done.saved",
  "with-practice": "done.withPractice",
  entered: "done.withPractice",
  "needs-attention": "state.needs-attention",
};

/** The same for another time of a visit that was booked before. */
const MOVED: Partial<Record<WriteBackState, Key>> = {
  "in-chart": "done.moved",
  saved: "done.savedChange",
};

/** The moment after the button: as big as it feels, and no bigger than it is true. */
export function Done(props: { visit: Appointment; moved: boolean }) {
  const state = () => (props.visit.change ?? props.visit).writeBack.state;
  const title = () => t((props.moved ? MOVED[state()] : undefined) ?? TITLES[state()]);
  return (
    <div class="done" data-tone={stateLook(state()).tone}>
      <span class="done-sign">
        <Icon name={stateLook(state()).icon} size={44} />
      </span>
      <h1>{title()}</h1>
      <p class="soft">{t(stateLook(state()).key)}</p>
    </div>
  );
}

/** What happens next, in three lines. */
export function WhatNext(props: { visit: Appointment }) {
  const until = () => say.dateTime(props.visit.changeableUntil ?? "", props.visit.timeZone);
  const saved = () => (props.visit.change ?? props.visit).writeBack.state === "saved";
  return (
    <section class="card stack" aria-labelledby="next-steps">
      <h2 id="next-steps">{t("done.next")}</h2>
      <ol class="steps">
        <Show when={saved()}>
          <li>{t("done.next3saved")}</li>
        </Show>
        <li>{t(props.visit.video ? "done.next1video" : "done.next1")}</li>
        <li>
          <Show
            when={canChange(props.visit, now())}
            fallback={t("done.next2call", { phone: practice()?.phone ?? "" })}
          >
            {t("done.next2", { until: until() })}
          </Show>
        </li>
      </ol>
      <a class="link" href="/">
        {t("done.home")}
      </a>
    </section>
  );
}
