import { createSignal, Show } from "solid-js";
import type { DeskThread } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { DialogFoot } from "#web/ui/staff/dialog-foot.tsx";
import { tell } from "#web/ui/staff/tell.tsx";
import { StaffTrouble } from "#web/ui/staff/trouble.tsx";
import { notClosedLine } from "./words.ts";

/** Asks once more before a patient is left without an answer. Done with the conversation as it is then, if it is. */
export const ClosingDialog = (props: {
  thread: DeskThread | undefined;
  unsent: boolean;
  onDone: (thread?: DeskThread) => void;
}) => (
  <Dialog
    open={props.thread !== undefined}
    title={`Close without an answer to ${props.thread?.patient.name ?? ""}`}
    onClose={() => props.thread && props.onDone()}
  >
    <Show when={props.thread} keyed>
      {(thread) => <Form thread={thread} unsent={props.unsent} onDone={props.onDone} />}
    </Show>
  </Dialog>
);

/** It went on or is gone: closing what was read makes no sense. */
const isOver = ({ code }: ApiProblem): boolean => code === "work.changed" || code === "not-found";

function Form(props: {
  thread: DeskThread;
  unsent: boolean;
  onDone: (thread?: DeskThread) => void;
}) {
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
      props.onDone(closed);
    } catch (thrown) {
      const found = asProblem(thrown);
      setBusy(false);
      if (isOver(found)) {
        tell(notClosedLine(found), "bad");
        props.onDone();
      } else setProblem(found);
    }
  }
  return (
    <div class="stack">
      <p>The patient sees that it is closed, and can write on: then it is here again.</p>
      <Show when={props.unsent}>
        <p class="bad">What you have written is not sent.</p>
      </Show>
      <Show when={problem()}>{(found) => <StaffTrouble problem={found()} />}</Show>
      <DialogFoot
        button="Close it"
        busy={busy()}
        onGo={() => void go()}
        onClose={() => props.onDone()}
      />
    </div>
  );
}
