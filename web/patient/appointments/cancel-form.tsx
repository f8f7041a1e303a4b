import { createSignal, Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { remember } from "#web/api/visits.ts";
import { named, say, t } from "#web/i18n/language.ts";
import { Notice, problemWords } from "#web/ui/notice.tsx";
import { ReasonField } from "./reason-field.tsx";

/** What the dialog asks before it cancels. */
export function CancelForm(props: {
  visit: Appointment;
  onChange: (visit: Appointment) => void;
  close: () => void;
}) {
  const [reason, setReason] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  // One key for this dialog: pressing again after a lost answer asks for the same thing once.
  const key = crypto.randomUUID();
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy()) return;
    setBusy(true);
    const words = reason().trim();
    const body = { id: props.visit.id, ...(words ? { reason: words } : {}) };
    try {
      const visit = await call("POST /appointments/{id}/cancel", body, { key });
      remember([visit]);
      props.close();
      props.onChange(visit);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }
  const when = () => say.dateTime(props.visit.start, props.visit.timeZone);
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <p>{t("cancel.body", { what: named(props.visit.visitType), when: when() })}</p>
      <ReasonField
        label={t("cancel.reason")}
        value={reason()}
        onInput={setReason}
        fixed={busy() || problem()?.uncertain === true}
      />
      <div role="alert">
        <Show when={problem()}>
          {(refusal) => (
            <Notice tone="bad" icon="alert">
              <p>{problemWords(refusal())}</p>
            </Notice>
          )}
        </Show>
      </div>
      <button type="submit" class="btn danger full" aria-disabled={busy()}>
        {busy() ? t("cancel.busy") : t("cancel.yes")}
      </button>
      <button type="button" class="btn full" onClick={() => props.close()}>
        {t("cancel.no")}
      </button>
    </form>
  );
}
