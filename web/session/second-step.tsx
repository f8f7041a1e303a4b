import { createSignal, Show } from "solid-js";
import { call } from "#web/api/call.ts";
import type { Key } from "#web/i18n/catalog.ts";
import { t } from "#web/i18n/language.ts";
import type { Outcome, Pending } from "./sign-in.tsx";

const TITLES: Record<Pending["name"], Key> = {
  SOFTWARE_TOKEN_MFA: "step.title",
  NEW_PASSWORD_REQUIRED: "step.title",
  MFA_SETUP: "step.setup",
};

/** The second step of a sign-in: a code, a first own password, or setting up the code app. */
export function SecondStep(props: Outcome & { pending: Pending; restart: () => void }) {
  const [busy, setBusy] = createSignal(false);
  const password = () => props.pending.name === "NEW_PASSWORD_REQUIRED";
  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("answer") ?? "").trim();
    if (busy() || !typed) return;
    const { email, name, session } = props.pending;
    const answer = password() ? { newPassword: typed } : { code: typed };
    setBusy(true);
    try {
      props.accept(await call("POST /session/challenge", { email, name, session, ...answer }));
    } catch (thrown) {
      props.refuse(thrown);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="card stack" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{t(TITLES[props.pending.name])}</h2>
      <Show when={props.pending.secret}>
        {(secret) => (
          <>
            <p>{t("step.setupHint")}</p>
            <p class="field">
              <b>{t("step.key")}</b>
              <code class="num">{secret().replace(/(.{4})(?=.)/g, "$1 ")}</code>
            </p>
          </>
        )}
      </Show>
      <Show when={password()} fallback={<CodeField hint={!props.pending.secret} />}>
        <NewPasswordField />
      </Show>
      <button type="submit" class="btn full" aria-disabled={busy()}>
        {busy() ? t("signIn.busy") : t("step.submit")}
      </button>
      <button type="button" class="link" onClick={() => props.restart()}>
        {t("step.restart")}
      </button>
    </form>
  );
}

const focusSoon = (field: HTMLElement) => queueMicrotask(() => field.focus());

const CodeField = (props: { hint: boolean }) => (
  <div class="field">
    <label for="answer">{t("step.code")}</label>
    <Show when={props.hint}>
      <p class="soft small" id="hint">
        {t("step.codeHint")}
      </p>
    </Show>
    <input
      ref={focusSoon}
      class="input num"
      id="answer"
      name="answer"
      inputmode="numeric"
      autocomplete="one-time-code"
      maxLength={6}
      pattern="[0-9]{6}"
      required
      aria-describedby={props.hint ? "hint" : undefined}
    />
  </div>
);

const NewPasswordField = () => (
  <div class="field">
    <label for="answer">{t("step.newPassword")}</label>
    <p class="soft small" id="hint">
      {t("step.newPasswordHint")}
    </p>
    <input
      ref={focusSoon}
      class="input"
      id="answer"
      name="answer"
      type="password"
      autocomplete="new-password"
      required
      aria-describedby="hint"
    />
  </div>
);
