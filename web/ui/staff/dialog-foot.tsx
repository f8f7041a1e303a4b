import "./desk.css";
import { onCleanup, onMount, Show } from "solid-js";
import { Keys } from "./key-caps.tsx";

interface FootProps {
  words?: string | undefined;
  button: string;
  busy: boolean;
  off?: boolean;
  danger?: boolean;
  onGo: () => void;
  stay?: string;
  onClose: () => void;
}

/** The end of a dialog: what will happen, the button that does it, also from anywhere in it by key, and the way back. */
export function DialogFoot(props: FootProps) {
  let foot: HTMLDivElement | undefined;
  const go = () => (props.busy || props.off ? undefined : props.onGo());
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    go();
  };
  onMount(() => {
    const dialog = foot?.closest("dialog");
    dialog?.addEventListener("keydown", onKey);
    onCleanup(() => dialog?.removeEventListener("keydown", onKey));
  });
  return (
    <div class="dialog-foot" ref={foot}>
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
          aria-keyshortcuts="Control+Enter Meta+Enter"
          onClick={go}
        >
          {props.busy ? "Sending…" : props.button}
          <Keys chord="mod+Enter" />
        </button>
        <button type="button" class="btn small line" onClick={() => props.onClose()}>
          {props.stay ?? "Not now"}
        </button>
      </div>
    </div>
  );
}
