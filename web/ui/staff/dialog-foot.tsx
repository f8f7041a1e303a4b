import "./desk.css";
import { Show } from "solid-js";

/** The end of a dialog: what will happen, the button that does it, and the way back. */
export const DialogFoot = (props: {
  words?: string | undefined;
  button: string;
  busy: boolean;
  off?: boolean;
  danger?: boolean;
  onGo: () => void;
  stay?: string;
  onClose: () => void;
}) => (
  <div class="dialog-foot">
    <Show when={props.words}>
      <p class="small" aria-live="polite">
        {props.words}
      </p>
    </Show>
    <div class="row">
      <button
        type="button"
        class="btn small"
        classList={{ danger: props.danger === true }}
        aria-disabled={props.busy || props.off === true}
        onClick={() => (props.busy || props.off ? undefined : props.onGo())}
      >
        {props.busy ? "Sending…" : props.button}
      </button>
      <button type="button" class="btn small line" onClick={() => props.onClose()}>
        {props.stay ?? "Not now"}
      </button>
    </div>
  </div>
);
