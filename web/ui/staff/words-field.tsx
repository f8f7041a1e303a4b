import { createUniqueId } from "solid-js";

/** Where an answer is written: to the patient, or for colleagues. */
export function WordsField(props: {
  label: string;
  hint: string;
  value: string;
  longest: number;
  onInput: (words: string) => void;
  fault?: string | undefined;
}) {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <p id={`${id}-hint`} class="soft small">
        {props.hint}
      </p>
      <textarea
        id={id}
        class="input"
        rows={4}
        maxLength={props.longest}
        autofocus
        aria-invalid={props.fault !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <p id={`${id}-fault`} class="bad small" aria-live="polite">
        {props.fault}
      </p>
    </div>
  );
}
