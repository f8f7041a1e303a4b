import { createUniqueId, type JSX, Show } from "solid-js";
import type { MOST_LETTERS } from "#domain/messaging.ts";
import type { ApiProblem } from "#web/api/problem.ts";
import { counted, t } from "#web/i18n/language.ts";
import { Notice, problemWords } from "#web/ui/notice.tsx";
import { createWriting } from "#web/ui/said/writing.ts";

// The domain's own number, by type: its value would bring the schemas along.
const MOST: typeof MOST_LETTERS = 2000;
/** Before it gets tight, numbers are only noise. */
const COUNTED_LAST = 200;

/** Words to the clinic and the button that sends them. What is not known to have arrived stays as it was sent. */
export function Write(props: {
  label: string;
  /** Sends the words under their key; rejects with what was refused. */
  onSend: (words: string, key: string) => Promise<void>;
  /** Other words for a refusal that means something here. */
  refusal?: (problem: ApiProblem) => string | undefined;
  children?: JSX.Element;
}) {
  const id = createUniqueId();
  const writing = createWriting();
  let field: HTMLTextAreaElement | undefined;
  const left = () => MOST - writing.words().length;
  const fault = () => {
    const found = writing.problem();
    if (found === undefined) return undefined;
    return found === "empty"
      ? t("messages.empty")
      : (props.refusal?.(found) ?? refusalWords(found));
  };
  async function send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    await writing.send((words, key) => props.onSend(words, key));
    if (writing.problem() === "empty") field?.focus();
  }
  return (
    <form class="card stack" onSubmit={(event) => void send(event)}>
      <div class="field">
        <label for={id}>{props.label}</label>
        <textarea
          ref={field}
          class="input"
          id={id}
          rows={5}
          maxLength={MOST}
          aria-describedby={`${id}-left ${id}-fault`}
          aria-invalid={writing.problem() === "empty"}
          readOnly={writing.busy() || writing.uncertain()}
          value={writing.words()}
          onInput={(event) => writing.setWords(event.currentTarget.value)}
        />
        <p class="soft small num" id={`${id}-left`}>
          <Show when={left() <= COUNTED_LAST}>{counted("messages.left", left())}</Show>
        </p>
      </div>
      <div role="alert" id={`${id}-fault`}>
        <Show when={fault()}>
          {(said) => (
            <Notice tone="bad" icon="alert">
              <p>{said()}</p>
            </Notice>
          )}
        </Show>
      </div>
      {props.children}
      <button type="submit" class="btn primary" aria-disabled={writing.busy()}>
        {t(writing.busy() ? "messages.sending" : "messages.send")}
      </button>
    </form>
  );
}

function refusalWords(problem: ApiProblem): string {
  if (problem.uncertain) return t("messages.unsure");
  return problem.code === "request.too-many" ? t("messages.tooMany") : problemWords(problem);
}
