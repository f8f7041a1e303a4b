import { createSignal, Match, Show, Switch } from "solid-js";
import type { WorkItem } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { DialogFoot } from "#web/ui/staff/dialog-foot.tsx";
import { createSending } from "#web/ui/staff/sending.ts";
import { Refused } from "#web/ui/staff/trouble.tsx";
import { WordsField } from "#web/ui/staff/words-field.tsx";
import { AssignList } from "./assign-list.tsx";
import { asSeen, type Queue } from "./queue-model.ts";
import { type AboutItem, ScheduleForm } from "./schedule-dialog.tsx";

/** What a dialog is open for; the item stays the one it was opened for, whatever the list does meanwhile. */
export interface Asking {
  readonly what: "schedule" | "offer" | "decline" | "entered" | "done" | "assign";
  readonly item: WorkItem;
}

const TITLE: Record<Asking["what"], (name: string) => string> = {
  schedule: (name) => `Schedule ${name}`,
  offer: (name) => `Offer times to ${name}`,
  decline: (name) => `Decline the request of ${name}`,
  entered: (name) => `Mark entered for ${name}`,
  done: (name) => `Called ${name}`,
  assign: (name) => `Assign ${name}`,
};
const WIDE: readonly Asking["what"][] = ["schedule", "offer", "assign"];

export const AskingDialog = (props: {
  asking: Asking | undefined;
  queue: Queue;
  onClose: () => void;
}) => (
  <Dialog
    open={props.asking !== undefined}
    title={props.asking ? TITLE[props.asking.what](props.asking.item.patient.name) : ""}
    wide={props.asking ? WIDE.includes(props.asking.what) : false}
    onClose={props.onClose}
  >
    <Show when={props.asking} keyed>
      {(asking) => <Form {...asking} queue={props.queue} onClose={props.onClose} />}
    </Show>
  </Dialog>
);

const Form = (props: AboutItem & { what: Asking["what"] }) => (
  <Switch>
    <Match when={props.what === "schedule"}>
      <ScheduleForm {...props} />
    </Match>
    <Match when={props.what === "offer"}>
      <ScheduleForm {...props} offer />
    </Match>
    <Match when={props.what === "decline"}>
      <DeclineForm {...props} />
    </Match>
    <Match when={props.what === "entered"}>
      <EnteredForm {...props} />
    </Match>
    <Match when={props.what === "done"}>
      <DoneForm {...props} />
    </Match>
    <Match when={props.what === "assign"}>
      <AssignList {...props} />
    </Match>
  </Switch>
);

function createAnswer(props: AboutItem, said: () => string) {
  const sending = createSending(() => props.onClose());
  const submit = (write: () => Promise<WorkItem>) =>
    void sending.send(() => props.queue.act(write, said()));
  return { ...sending, submit };
}

function DeclineForm(props: AboutItem) {
  const [words, setWords] = createSignal("");
  const [missing, setMissing] = createSignal(false);
  const answer = createAnswer(
    props,
    () => `Declined. ${props.item.patient.name} reads your words.`,
  );
  const go = () => {
    const reason = words().trim();
    setMissing(reason === "");
    if (reason) {
      const asked = { ...asSeen(props.item), reason };
      answer.submit(() => call("POST /practice/requests/{id}/decline", asked));
    }
  };
  return (
    <div class="stack">
      <WordsField
        label="What the patient will read"
        hint="Say what they can do instead, such as calling you or asking for another kind of visit."
        value={words()}
        onInput={setWords}
        longest={500}
        fault={missing() ? "The patient needs a reason." : undefined}
      />
      <Refused problem={answer.problem()} />
      <DialogFoot button="Decline" danger busy={answer.busy()} onGo={go} onClose={props.onClose} />
    </div>
  );
}

function EnteredForm(props: AboutItem) {
  const answer = createAnswer(props, () => "Marked entered. Waiting for a read to find it.");
  const seen = asSeen(props.item);
  return (
    <div class="stack">
      <p>
        You say that this is typed into the chart. The patient then reads “Entered by the practice”.
      </p>
      <p>
        It becomes “In your chart” only when a read finds it. If none does within 24 hours, it comes
        back to this list.
      </p>
      <Refused problem={answer.problem()} />
      <DialogFoot
        button="Yes, it is entered"
        busy={answer.busy()}
        onGo={() => answer.submit(() => call("POST /practice/write-backs/{id}/entered", seen))}
        onClose={props.onClose}
      />
    </div>
  );
}

function DoneForm(props: AboutItem) {
  const [note, setNote] = createSignal("");
  const answer = createAnswer(props, () => `Done. ${props.item.patient.name} was called.`);
  const send = () =>
    call("POST /practice/tasks/{id}/done", {
      ...asSeen(props.item),
      ...(note().trim() ? { note: note().trim() } : {}),
    });
  return (
    <div class="stack">
      <WordsField
        label="Note (optional)"
        hint="Colleagues read it on the patient’s page: what was agreed, or that nobody answered."
        value={note()}
        onInput={setNote}
        longest={500}
      />
      <Refused problem={answer.problem()} />
      <DialogFoot
        button="Done"
        busy={answer.busy()}
        onGo={() => answer.submit(send)}
        onClose={props.onClose}
      />
    </div>
  );
}
