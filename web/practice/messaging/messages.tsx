import "#web/ui/staff/panes.css";
import "#web/ui/staff/queue-rows.css";
import "./messages.css";
import { createEffect, on, Show } from "solid-js";
import { practice } from "#web/session/session.ts";
import { Icon } from "#web/ui/icon.tsx";
import { useActions } from "#web/ui/staff/actions.ts";
import { Nothing } from "#web/ui/staff/trouble.tsx";
import { createTitle } from "#web/ui/title.ts";
import { ClosingDialog } from "./closing.tsx";
import { createMessages, type Desk, keyOf } from "./desk-model.ts";
import { ThreadDetail } from "./detail.tsx";
import { MessageList } from "./list.tsx";

/** Patients who wait for an answer: the list on the left, the conversation in hand on the right, all of it by keys. */
export function Messages() {
  const desk = createMessages();
  let pane: HTMLElement | undefined;
  let search: HTMLInputElement | undefined;
  createTitle(
    () => "Messages",
    () => practice()?.name,
  );
  const toPane = () => {
    pane?.focus({ preventScroll: true });
    if (isNarrow()) scrollTo(0, 0);
  };
  const open = () => {
    desk.setReading(true);
    toPane();
  };
  const back = () => {
    desk.setReading(false);
    document.querySelector<HTMLElement>(".queue-pick[aria-current]")?.focus();
  };
  useActions("Messages", () => [
    { label: "Next", key: "j", run: () => desk.step(1), palette: false },
    { label: "Previous", key: "k", run: () => desk.step(-1), palette: false },
    { label: "Open", key: "Enter", run: open, palette: false },
    { label: "Back to the list", key: "Escape", run: back, palette: false },
    { label: "Search this list", key: "/", run: () => search?.focus() },
  ]);
  // On a narrow screen the list makes way for what was picked from it.
  createEffect(on(desk.reading, (reading) => reading && isNarrow() && toPane()));
  return (
    <div class="panes" data-reading={desk.reading()}>
      <h1 class="sr">Messages</h1>
      <MessageList desk={desk} onSearch={(input) => (search = input)} />
      <section class="pane-detail" aria-label="In hand" tabindex="-1" ref={pane}>
        <button type="button" class="link pane-back" onClick={back}>
          <Icon name="left" size={16} />
          Messages
        </button>
        <Show when={inHand(desk)} keyed fallback={<NothingInHand desk={desk} />}>
          {(key) => (
            <ThreadDetail
              of={key}
              desk={desk}
              onLeave={() => pane?.focus({ preventScroll: true })}
            />
          )}
        </Show>
      </section>
      <ClosingDialog desk={desk} />
    </div>
  );
}

const isNarrow = () => matchMedia("(max-width: 59.99rem)").matches;

/** Its key, as long as it is among the rows: another conversation is another screen, with nothing of this one's left. */
const inHand = (desk: Desk): string | undefined => {
  const item = desk.item();
  return item && keyOf(item);
};

const NothingInHand = (props: { desk: Desk }) => (
  <Show when={props.desk.load.data()}>
    <Nothing icon="inbox" title="Nothing in hand" />
  </Show>
);
