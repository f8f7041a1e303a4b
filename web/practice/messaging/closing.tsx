import { createSignal, Show } from "solid-js";
import type { DeskThread } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { DialogFoot } from "#web/ui/staff/dialog-foot.tsx";
import { beat } from "#web/ui/staff/pulse.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { StaffTrouble } from "#web/ui/staff/trouble.tsx";
import { type Desk, keyOf } from "./desk-model.ts";
import { notClosedLine } from "./words.ts";

/** Asks once more before a patient is left without an answer. */
export const ClosingDialog = (props: { desk: Desk }) => (
  <Dialog
    open={props.desk.closing() !== undefined}
    title={`Close without an answer to ${props.desk.closing()?.patient.name ?? ""}`}
    onClose={() => props.desk.setClosing(undefined)}
  >
    <Show when={props.desk.closing()} keyed>
      {(thread) => <Form thread={thread} desk={props.desk} />}
    </Show>
  </Dialog>
);

/** It went on or is gone: closing what was read makes no sense. */
const isOver = ({ code }: ApiProblem): boolean => code === "work.changed" || code === "not-found";

function Form(props: { thread: DeskThread; desk: Desk }) {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  const { patient, id, said } = props.thread;
  async function go(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const closed = await call("POST /practice/patients/{patientId}/threads/{id}/close", {
        ...{ patientId: patient.id, id, seen: said.length },
      });
      props.desk.setClosing(undefined);
      props.desk.settled(closed, `Closed. ${patient.name} can write again.`);
    } catch (thrown) {
      const found = asProblem(thrown);
      setBusy(false);
      if (isOver(found)) {
        tell(notClosedLine(found), "bad");
        props.desk.setClosing(undefined);
        beat();
      } else setProblem(found);
    }
  }
  return (
    <div class="stack">
      <p>The patient sees that it is closed, and can write on: then it is here again.</p>
      <Show when={props.desk.writing(keyOf(props.thread)).words().trim()}>
        <p class="bad">What you have written is not sent.</p>
      </Show>
      <Show when={problem()}>{(found) => <StaffTrouble problem={found()} />}</Show>
      <DialogFoot
        button="Close it"
        busy={busy()}
        onGo={() => void go()}
        onClose={() => props.desk.setClosing(undefined)}
      />
    </div>
  );
}
