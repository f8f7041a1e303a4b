import { createSignal, Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { t } from "#web/i18n/language.ts";
import { createPress } from "#web/ui/asked/press.ts";
import { Refusal } from "#web/ui/asked/refusal.tsx";
import { Dialog } from "#web/ui/dialog.tsx";

interface WithdrawProps {
  visit: Appointment;
  onChange: (visit: Appointment) => void;
}

/** Take a request back, asked twice. */
export function Withdraw(props: WithdrawProps) {
  const [open, setOpen] = createSignal(false);
  return (
    <>
      <button type="button" class="btn danger full" onClick={() => setOpen(true)}>
        {t("asked.withdraw")}
      </button>
      <Dialog open={open()} title={t("asked.withdrawTitle")} onClose={() => setOpen(false)}>
        <Show when={open()}>
          <WithdrawForm {...props} close={() => setOpen(false)} />
        </Show>
      </Dialog>
    </>
  );
}

function WithdrawForm(props: WithdrawProps & { close: () => void }) {
  const { press, ...sending } = createPress((id: string, key) =>
    call("POST /appointments/{id}/cancel", { id }, { key }),
  );
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const visit = await press(props.visit.id);
    if (!visit) return;
    props.close();
    props.onChange(visit);
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <p>{t("asked.withdrawBody")}</p>
      <Refusal problem={sending.problem()} unsure={t("problem.inProgress")} />
      <button type="submit" class="btn danger full" aria-disabled={sending.busy()}>
        {sending.busy() ? t("asked.withdrawBusy") : t("asked.withdrawYes")}
      </button>
      <button type="button" class="btn full" onClick={() => props.close()}>
        {t("asked.withdrawNo")}
      </button>
    </form>
  );
}
