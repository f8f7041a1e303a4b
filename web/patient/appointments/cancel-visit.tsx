import { createSignal, lazy, Show, Suspense } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { t } from "#web/i18n/language.ts";
import { Dialog } from "#web/ui/dialog.tsx";

// Most who look at a visit keep it: the form comes when the button is reached for.
const CancelForm = lazy(async () => ({ default: (await import("./cancel-form.tsx")).CancelForm }));
const warm = () => void CancelForm.preload();

/** Cancel, asked twice: the button opens a dialog, the dialog does it. */
export function CancelVisit(props: { visit: Appointment; onChange: (visit: Appointment) => void }) {
  const [open, setOpen] = createSignal(false);
  return (
    <>
      <button
        type="button"
        class="btn danger full"
        onPointerEnter={warm}
        onFocus={warm}
        onClick={() => setOpen(true)}
      >
        {t("visit.cancel")}
      </button>
      <Dialog open={open()} title={t("cancel.title")} onClose={() => setOpen(false)}>
        <Show when={open()}>
          <Suspense>
            <CancelForm {...props} close={() => setOpen(false)} />
          </Suspense>
        </Show>
      </Dialog>
    </>
  );
}
