import { createEffect, createUniqueId, type JSX } from "solid-js";

/** The browser's own modal dialog: focus kept inside, Escape closes, focus goes back. */
export function Dialog(props: {
  open: boolean;
  title: string;
  onClose: () => void;
  /** Room for a picker. */
  wide?: boolean;
  children: JSX.Element;
}) {
  const id = createUniqueId();
  let dialog: HTMLDialogElement | undefined;
  createEffect(() => {
    if (props.open && !dialog?.open) dialog?.showModal();
    if (!props.open && dialog?.open) dialog.close();
  });
  return (
    <dialog
      ref={dialog}
      class="dialog"
      classList={{ "dialog-wide": props.wide === true }}
      aria-labelledby={id}
      // Escape: closed at once for us too, or what is opened right after it would be lost with it.
      onCancel={() => props.onClose()}
      // The event comes late: it must not close what was opened again meanwhile.
      onClose={() => dialog?.open || props.onClose()}
    >
      <div class="stack">
        <h2 id={id}>{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
}
