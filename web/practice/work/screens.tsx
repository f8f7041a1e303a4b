import "#web/ui/staff/queue-rows.css";
import "./queue.css";
import { createSignal } from "solid-js";
import type { WorkItem, WorkKind } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import type { Deed } from "#web/ui/staff/deeds.tsx";
import { DeskPanes, InHand, searchList } from "#web/ui/staff/desk-panes.tsx";
import { tell } from "#web/ui/staff/tell.tsx";
import { problemLine } from "#web/ui/staff/words.ts";
import { type Asking, AskingDialog } from "./asking.tsx";
import { ItemDetail } from "./detail.tsx";
import { QueueList } from "./queue-list.tsx";
import { asSeen, assignToMe, createQueue, type Queue } from "./queue-model.ts";
import { QUEUE } from "./words.ts";

export const Requests = () => <QueueScreen kind="request" />;
export const ToEnter = () => <QueueScreen kind="write-back" />;
export const Calls = () => <QueueScreen kind="phone" />;

/** A queue, and what is in hand of it. */
function QueueScreen(props: { kind: WorkKind }) {
  const queue = createQueue(props.kind);
  const [asking, setAsking] = createSignal<Asking>();
  const ask = (what: Asking["what"]) => {
    const item = queue.item();
    if (item) setAsking({ what, item });
  };
  const deeds = () => deedsFor(queue, ask);
  return (
    <>
      <DeskPanes
        desk={queue}
        title={QUEUE[props.kind].title}
        actions={[
          searchList,
          { label: "All, mine, nobody’s", key: "f", run: queue.turnWhose },
          ...deeds(),
        ]}
        list={<QueueList queue={queue} />}
      >
        <InHand desk={queue}>{(item) => <ItemDetail item={item()} deeds={deeds()} />}</InHand>
      </DeskPanes>
      <AskingDialog asking={asking()} queue={queue} onClose={() => setAsking(undefined)} />
    </>
  );
}

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
  if (refused) tell(problemLine(refused), "bad");
}
