import { createEffect, createSignal, For, onMount, Show } from "solid-js";
import type { Challenge, Session } from "#domain/account.ts";
import { type Answer, call } from "#web/api/call.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";
import { Mark } from "#web/ui/mark.tsx";
import { Notice, PhoneLink, problemWords } from "#web/ui/notice.tsx";
import { navigate, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { returnFor } from "./return-to.ts";
import { SecondStep } from "./second-step.tsx";
import { adopt, loadWelcome, practice, session, welcome } from "./session.ts";

/** A session, or one more step to it. */
export type SignedIn = Session | Challenge;
export type Pending = Challenge["challenge"];

export function SignIn() {
  const [step, setStep] = createSignal<Pending>();
  const [problem, setProblem] = createSignal<ApiProblem>();
  createTitle(() => t("signIn.title"));
  onMount(() => void loadWelcome());
  useGoOn();

  const accept = (answer: SignedIn) => {
    setProblem(undefined);
    if ("challenge" in answer) setStep(answer.challenge);
    else adopt(answer);
  };
  const refuse = (thrown: unknown) => setProblem(asProblem(thrown));
  return (
    <div class="sign-in">
      <div class="sign-in-lead">
        <Mark size={64} />
        <h1>{practice()?.name ?? t("app.portal")}</h1>
      </div>
      <Why problem={problem()} />
      <Show when={step()} fallback={<PasswordForm accept={accept} refuse={refuse} />}>
        {(pending) => (
          <SecondStep
            pending={pending()}
            accept={accept}
            refuse={refuse}
            restart={() => setStep(undefined)}
          />
        )}
      </Show>
      <Help />
      <DemoSignIns accept={accept} refuse={refuse} />
    </div>
  );
}

/** Once signed in, on to where the visit began; staff have a house of their own. */
function useGoOn() {
  createEffect(() => {
    const found = session();
    if (!found) return;
    const { kind } = found.account;
    const path = returnFor(kind, query("to"));
    if (kind === "staff") location.replace(path);
    else void navigate(path, { replace: true });
  });
}

/** Why we are here again, or why it did not work. Always in the page, so that it is read out when it changes. */
function Why(props: { problem: ApiProblem | undefined }) {
  const reason = (): Key | undefined =>
    query("idle") !== undefined
      ? "signIn.idle"
      : query("left") !== undefined
        ? "signIn.left"
        : undefined;
  const words = (problem: ApiProblem) =>
    problem.retryAfterSeconds
      ? t("signIn.wait", { seconds: problem.retryAfterSeconds })
      : problemWords(problem);
  return (
    <div aria-live="polite">
      <Show
        when={props.problem}
        fallback={
          <Show when={reason()}>
            {(key) => (
              <Notice tone="info" icon="check">
                <p>{t(key())}</p>
              </Notice>
            )}
          </Show>
        }
      >
        {(problem) => (
          <Notice tone="bad" icon="alert">
            <p id="why">{words(problem())}</p>
          </Notice>
        )}
      </Show>
    </div>
  );
}

export interface Outcome {
  accept: (answer: SignedIn) => void;
  refuse: (thrown: unknown) => void;
}

/** What was typed, and the first field that was left empty. */
function readForm(form: HTMLFormElement) {
  const fields = [...form.querySelectorAll("input")];
  const value = (name: string) => fields.find((field) => field.name === name)?.value ?? "";
  const empty = fields.find((field) => field.value.trim() === "");
  return { email: value("email").trim(), password: value("password"), empty };
}

function PasswordForm(props: Outcome) {
  const [busy, setBusy] = createSignal(false);
  const [missing, setMissing] = createSignal(false);
  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    if (busy()) return;
    const { email, password, empty } = readForm(event.currentTarget);
    setMissing(empty !== undefined);
    if (empty) return empty.focus();
    setBusy(true);
    try {
      props.accept(await call("POST /session", { email, password }));
    } catch (thrown) {
      props.refuse(thrown);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="card stack sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{t("signIn.title")}</h2>
      <p class="bad" role="alert" id="missing">
        {missing() ? t("signIn.missing") : ""}
      </p>
      <div class="field">
        <label for="email">{t("signIn.email")}</label>
        <input
          class="input"
          id="email"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          aria-invalid={missing() ? "true" : undefined}
          aria-describedby="missing"
        />
      </div>
      <PasswordField wrong={missing()} />
      <button type="submit" class="btn full" aria-disabled={busy()}>
        {busy() ? t("signIn.busy") : t("signIn.submit")}
      </button>
    </form>
  );
}

function PasswordField(props: { wrong: boolean }) {
  const [shown, setShown] = createSignal(false);
  return (
    <div class="field">
      <label for="password">{t("signIn.password")}</label>
      <div class="sign-in-password">
        <input
          class="input"
          id="password"
          name="password"
          type={shown() ? "text" : "password"}
          autocomplete="current-password"
          required
          aria-invalid={props.wrong ? "true" : undefined}
          aria-describedby="missing"
        />
        <button
          type="button"
          class="link"
          aria-pressed={shown()}
          aria-label={t("signIn.showPassword")}
          onClick={() => setShown(!shown())}
        >
          {shown() ? t("signIn.hide") : t("signIn.show")}
        </button>
      </div>
    </div>
  );
}

const Help = () => (
  <details class="sign-in-help">
    <summary>{t("signIn.trouble")}</summary>
    <div class="stack">
      <p>{t("signIn.troubleCall")}</p>
      <p class="soft">{t("signIn.troubleAsk")}</p>
      <PhoneLink class="btn quiet" />
    </div>
  </details>
);

function DemoSignIns(props: Outcome) {
  async function signInAs(email: string, password: string) {
    try {
      props.accept(await call("POST /session", { email, password }));
    } catch (thrown) {
      props.refuse(thrown);
    }
  }
  return (
    <Show when={welcome()?.demo}>
      {(demo) => {
        const parts = () => firstAndMore(demo().signIns);
        const enter = (who: DemoSignIn) => void signInAs(who.email, demo().password);
        return (
          <section class="sign-in-demo" aria-labelledby="demo">
            <h2 id="demo" class="sign-in-tag">
              {t("app.demo")}
            </h2>
            <p class="soft small">{t("signIn.demoLead")}</p>
            <DemoButtons signIns={parts().first} onEnter={enter} />
            <Show when={parts().more.length > 0}>
              <details class="sign-in-help">
                <summary>{t("signIn.demoMore")}</summary>
                <DemoButtons signIns={parts().more} onEnter={enter} />
              </details>
            </Show>
          </section>
        );
      }}
    </Show>
  );
}

type DemoSignIn = NonNullable<Answer<"GET /welcome">["demo"]>["signIns"][number];

/** Everyone a visitor would want to be first: the patients and the front desk. */
function firstAndMore(signIns: readonly DemoSignIn[]) {
  const desk = signIns.find(({ kind }) => kind === "staff");
  const isFirst = (who: DemoSignIn) => who.kind === "patient" || who === desk;
  return { first: signIns.filter(isFirst), more: signIns.filter((who) => !isFirst(who)) };
}

const DemoButtons = (props: {
  signIns: readonly DemoSignIn[];
  onEnter: (who: DemoSignIn) => void;
}) => (
  <div class="stack">
    <For each={props.signIns}>
      {(who) => (
        <button type="button" class="btn line" onClick={() => props.onEnter(who)}>
          <Icon name={who.kind === "staff" ? "calendar" : "person"} />
          {t("signIn.demoAs", { who: who.who })}
        </button>
      )}
    </For>
  </div>
);
