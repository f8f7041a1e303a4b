import { type JSX, Show } from "solid-js";
import type { ProblemCode } from "#domain/problem.ts";
import type { ApiProblem } from "#web/api/problem.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import type { Tone } from "./chip.tsx";
import { Icon, type IconName } from "./icon.tsx";

const WORDS: Partial<Record<ProblemCode | "offline", Key>> = {
  offline: "problem.offline",
  "session.required": "problem.session",
  "session.refused": "problem.refused",
  "session.challenge-refused": "problem.code",
  "request.too-many": "problem.many",
  "request.invalid": "problem.invalid",
  "request.not-allowed": "problem.notAllowed",
  "request.in-progress": "problem.inProgress",
  "not-found": "problem.missing",
  "appointments.slot-taken": "problem.taken",
  "appointments.hold-expired": "problem.lapsed",
  "appointments.not-bookable": "problem.notBookable",
  "appointments.not-eligible": "problem.notEligible",
  "appointments.too-many-open": "problem.tooManyOpen",
  "appointments.too-late-to-change": "problem.tooLate",
  "appointments.not-changeable": "problem.notChangeable",
  "appointments.change-pending": "problem.changePending",
  "ehr.unavailable": "problem.ehr",
  unavailable: "problem.unavailable",
};
/** A refusal in the patient's words. */
export const problemWords = (problem: ApiProblem): string =>
  t(WORDS[problem.code] ?? "problem.internal");

/** A panel that says one thing: icon, title, and what to do. */
export const Notice = (props: {
  tone: Tone;
  icon: IconName;
  title?: JSX.Element;
  children?: JSX.Element;
}) => (
  <div class="notice" data-tone={props.tone}>
    <Icon name={props.icon} size={24} />
    <div class="notice-body">
      <Show when={props.title}>
        <strong>{props.title}</strong>
      </Show>
      {props.children}
    </div>
  </div>
);

export const PhoneLink = (props: { class?: string }) => (
  <Show when={practice()?.phone}>
    {(phone) => (
      <a class={props.class ?? "link"} href={`tel:${phone().replace(/[^+\d]/g, "")}`}>
        <Icon name="phone" />
        {t("app.call", { phone: phone() })}
      </a>
    )}
  </Show>
);

/** Nothing could be shown: what happened, what is safe, retry, phone, and the code to read out. */
export const Trouble = (props: { problem: ApiProblem; retry: () => void; title?: Key }) => (
  <div role="alert">
    <Notice tone="bad" icon="alert" title={t(props.title ?? "problem.title")}>
      <p>{problemWords(props.problem)}</p>
      <p>{t("problem.safe")}</p>
      <p class="row">
        <button type="button" class="btn small" onClick={() => props.retry()}>
          {t("app.retry")}
        </button>
        <PhoneLink />
      </p>
      <Show when={props.problem.instance}>
        {(id) => <p class="small">{t("app.reference", { id: id() })}</p>}
      </Show>
    </Notice>
  </div>
);
