import "#web/ui/staff/queue-rows.css";
import "./messages.css";
import { Show } from "solid-js";
import { DeskPanes, InHand, searchList, toPane } from "#web/ui/staff/desk-panes.tsx";
import { ClosingDialog } from "./closing.tsx";
import { createMessages, keyOf } from "./desk-model.ts";
import { ThreadDetail } from "./detail.tsx";
import { MessageList } from "./list.tsx";

/** Patients who wait for an answer, and the conversation in hand. */
export function Messages() {
  const desk = createMessages();
  return (
    <>
      <DeskPanes
        desk={desk}
        title="Messages"
        actions={[searchList]}
        list={<MessageList desk={desk} />}
      >
        <InHand desk={desk}>
          {(row) => (
            // Another conversation is another screen, with nothing of this one's left.
            <Show when={keyOf(row())} keyed>
              {(key) => <ThreadDetail of={key} desk={desk} onLeave={toPane} />}
            </Show>
          )}
        </InHand>
      </DeskPanes>
      <ClosingDialog desk={desk} />
    </>
  );
}
