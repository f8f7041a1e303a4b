import { createSignal } from "solid-js";
import type { ApiProblem } from "#web/api/problem.ts";

/** Sends one answer of a dialog, closes it when that is settled, and says why when it is not. */
export function createSending(onClose: () => void) {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  /** `write` answers with a refusal that leaves something to do. */
  async function send(write: () => Promise<ApiProblem | undefined>): Promise<void> {
    if (busy()) return;
    setBusy(true);
    const refused = await write();
    setBusy(false);
    if (refused) setProblem(refused);
    else onClose();
  }
  return { busy, problem, send };
}
