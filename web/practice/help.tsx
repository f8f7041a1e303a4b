import { createSignal, For, Show } from "solid-js";
import { Dialog } from "#web/ui/dialog.tsx";
import { layers } from "#web/ui/staff/actions.ts";
import { Keys } from "#web/ui/staff/key-caps.tsx";

const [open, setOpen] = createSignal(false);
export const openHelp = () => setOpen(true);

/** Every key that does something here and now. */
export const Help = () => (
  <Dialog open={open()} title="Keys" wide onClose={() => setOpen(false)}>
    <Show when={open()}>
      <div class="help">
        <For each={layers()}>
          {(layer) => (
            <section>
              <h3>{layer.title}</h3>
              <dl class="keys">
                <For each={layer.actions().filter(({ key }) => key)}>
                  {(action) => (
                    <div>
                      <dt>
                        <Keys chord={action.key ?? ""} />
                      </dt>
                      <dd>{action.label}</dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
    </Show>
    <p>
      <button type="button" class="btn small line" onClick={() => setOpen(false)}>
        Close
      </button>
    </p>
  </Dialog>
);
