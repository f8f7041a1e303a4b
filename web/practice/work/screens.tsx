import "#web/ui/staff/panes.css";
import "#web/ui/staff/queue-rows.css";
import "./queue.css";
import { createEffect, createSignal, on, Show } from "solid-js";
import type { WorkItem, WorkKind } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { practice } from "#web/session/session.ts";
import { Icon } from "#web/ui/icon.tsx";
import { type Action, useActions } from "#web/ui/staff/actions.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { Nothing } from "#web/ui/staff/trouble.tsx";
import { problemLine } from "#web/ui/staff/words.ts";
import { createTitle } from "#web/ui/title.ts";
import { type Asking, AskingDialog } from "./asking.tsx";
import { type Deed, ItemDetail } from "./detail.tsx";
import { QueueList } from "./queue-list.tsx";
import { asSeen, assignToMe, createQueue, isOver, type Queue } from "./queue-model.ts";
import { QUEUE } from "./words.ts";

export const Requests = () => <QueueScreen kind="request" />;
export const ToEnter = () => <QueueScreen kind="write-back" />;
export const Calls = () => <QueueScreen kind="phone" />;

/** A queue: the list on the left, what is in hand on the right, all of it by keys. */
function QueueScreen(props: { kind: WorkKind }) {
  const queue = createQueue(props.kind);
  const [asking, setAsking] = createSignal<Asking>();
  let pane: HTMLElement | undefined;
  let search: HTMLInputElement | undefined;
  const words = QUEUE[props.kind];
  const ask = (what: Asking["what"]) => {
    const item = queue.item();
    if (item) setAsking({ what, item });
  };
  createTitle(
    () => words.title,
    () => practice()?.name,
  );
  const deeds = () => deedsFor(queue, ask);
  const toPane = () => {
    pane?.focus({ preventScroll: true });
    if (isNarrow()) scrollTo(0, 0);
  };
  const open = () => {
    queue.setReading(true);
    toPane();
  };
  const back = () => {
    queue.setReading(false);
    document.querySelector<HTMLElement>(".queue-pick[aria-current]")?.focus();
  };
  useActions(words.title, () => [
    ...moves(queue, { open, back, search: () => search?.focus() }),
    ...deeds(),
  ]);
  // On a narrow screen the list makes way for what was picked from it.
  createEffect(on(queue.reading, (reading) => reading && isNarrow() && toPane()));
  return (
    <div class="panes" data-reading={queue.reading()}>
      <h1 class="sr">{words.title}</h1>
      <QueueList queue={queue} onSearch={(input) => (search = input)} />
      <section class="pane-detail" aria-label="In hand" tabindex="-1" ref={pane}>
        <button type="button" class="link pane-back" onClick={back}>
          <Icon name="left" size={16} />
          {words.title}
        </button>
        <Show when={queue.item()} fallback={<NothingInHand queue={queue} />}>
          {(item) => <ItemDetail item={item()} deeds={deeds()} />}
        </Show>
      </section>
      <AskingDialog asking={asking()} queue={queue} onClose={() => setAsking(undefined)} />
    </div>
  );
}

const isNarrow = () => matchMedia("(max-width: 59.99rem)").matches;

const NothingInHand = (props: { queue: Queue }) => (
  <Show when={props.queue.load.data()}>
    <Nothing icon="inbox" title="Nothing in hand" />
  </Show>
);

const moves = (
  queue: Queue,
  to: { open: () => void; back: () => void; search: () => void },
): Action[] => [
  { label: "Next", key: "j", run: () => queue.step(1), palette: false },
  { label: "Previous", key: "k", run: () => queue.step(-1), palette: false },
  { label: "Open", key: "Enter", run: to.open, palette: false },
  { label: "Back to the list", key: "Escape", run: to.back, palette: false },
  { label: "Search this list", key: "/", run: to.search },
  { label: "All, mine, nobody’s", key: "f", run: queue.turnWhose },
];

/** What can be done with the item in hand; the first is its main button. */
function deedsFor(queue: Queue, ask: (what: Asking["what"]) => void): Deed[] {
  const item = queue.item();
  if (!item) return [];
  const assigning: Deed[] = [
    { label: "Take", key: "a", run: () => assignToMe(queue) },
    { label: "Assign…", key: "A", run: () => ask("assign") },
  ];
  const main = (what: Asking["what"]): Deed => ({
    label: QUEUE[item.kind].primary,
    key: "e",
    run: () => ask(what),
    look: "main",
  });
  switch (item.kind) {
    case "request":
      return [
        main("schedule"),
        { label: "Offer times", key: "o", run: () => ask("offer") },
        ...assigning,
        { label: "Decline", key: "d", run: () => ask("decline"), look: "danger" },
      ];
    case "write-back":
      return [
        // Once somebody says they entered it, only a read of the chart decides.
        ...(item.entered ? [] : [main("entered")]),
        ...(item.entered || !item.retriable
          ? []
          : [{ label: "Retry electronically", key: "r", run: () => void retry(queue, item) }]),
        ...assigning,
      ];
    case "phone":
      return [main("done"), ...assigning];
  }
}

async function retry(queue: Queue, item: WorkItem): Promise<void> {
  const refused = await queue.act(
    () => call("POST /practice/write-backs/{id}/retry", asSeen(item)),
    `${item.patient.name}: the EHR is tried once more.`,
  );
  if (refused && !isOver(refused)) tell(problemLine(refused), "bad");
}
