import { createUniqueId, Show } from "solid-js";
import type { DeskThread, MOST_LETTERS, MOST_MESSAGES } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import type { Writing } from "#web/ui/said/writing.ts";
import { Keys } from "#web/ui/staff/key-caps.tsx";
import { beat } from "#web/ui/staff/pulse.ts";
import { refusalLine } from "./words.ts";

// The domain's own numbers, by type: their values would bring the schemas along.
const MOST: typeof MOST_LETTERS = 2000;
const MOST_SAID: typeof MOST_MESSAGES = 200;

interface AnswerProps {
  readonly thread: DeskThread;
  readonly writing: Writing;
  readonly onField: (field: HTMLTextAreaElement) => void;
  readonly onSent: (thread: DeskThread) => void;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

/** An answer, sent as somebody who has seen so many messages: one that came meanwhile is read first. */
export function AnswerForm(props: AnswerProps) {
  const id = createUniqueId();
  let field: HTMLTextAreaElement | undefined;
  const fault = () => {
    const found = props.writing.problem();
    if (found === undefined) return "";
    return found === "empty" ? "Write an answer first." : refusalLine(found);
  };
  async function send(): Promise<void> {
    const { patient, id: threadId, said } = props.thread;
    // What stands on the screen, and not what the list counts.
    const to = { patientId: patient.id, id: threadId, seen: said.length };
    await props.writing.send(async (words, key) => {
      const sent = await call(
        "POST /practice/patients/{patientId}/threads/{id}/messages",
        { ...to, words },
        { key },
      );
      props.onSent(sent);
      // The next key is for the next conversation.
      props.onLeave();
    });
    const refused = props.writing.problem();
    if (refused === "empty") field?.focus();
    // The conversation went on: it is read again, here and in the list.
    else if (refused?.code === "work.changed") beat();
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") props.onLeave();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <Show
      when={props.thread.messages < MOST_SAID}
      fallback={<p class="soft">This conversation is as long as it can be. Call the patient.</p>}
    >
      <form
        class="stack answer"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="field">
          <label for={id}>
            {props.thread.state === "waiting" ? "Answer" : "Write again"} <Keys chord="r" />
          </label>
          <p class="soft small" id={`${id}-hint`}>
            {props.thread.patient.name} reads it in the portal. It goes into the chart where the EHR
            takes it.
          </p>
          <textarea
            ref={(input) => {
              field = input;
              props.onField(input);
            }}
            class="input"
            id={id}
            rows={5}
            maxLength={MOST}
            aria-describedby={`${id}-hint ${id}-fault`}
            aria-invalid={props.writing.problem() === "empty"}
            readOnly={props.writing.busy() || props.writing.uncertain()}
            value={props.writing.words()}
            onInput={(event) => props.writing.setWords(event.currentTarget.value)}
            onKeyDown={onKey}
          />
          <p class="bad small" id={`${id}-fault`} role="alert">
            {fault()}
          </p>
        </div>
        <Buttons {...props} />
      </form>
    </Show>
  );
}

const Buttons = (props: AnswerProps) => (
  <div class="row">
    <button
      type="submit"
      class="btn small"
      aria-disabled={props.writing.busy()}
      aria-keyshortcuts="Control+Enter Meta+Enter"
    >
      {props.writing.busy() ? "Sending…" : "Send"}
      <Keys chord="mod+Enter" />
    </button>
    <Show when={props.thread.state === "waiting"}>
      <button type="button" class="btn small line" onClick={() => props.onClose()}>
        Close without answer
        <Keys chord="d" />
      </button>
    </Show>
  </div>
);
