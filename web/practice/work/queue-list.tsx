import { For, Show } from "solid-js";
import type { WorkItem } from "#domain/work.ts";
import { now } from "#web/api/clock.ts";
import { say } from "#web/i18n/language.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { DeskRows, ListSearch } from "#web/ui/staff/desk-list.tsx";
import { Nothing, Stale } from "#web/ui/staff/trouble.tsx";
import type { Queue, Whose } from "./queue-model.ts";
import { about, age, isOverdue, QUEUE, REASON, zoneOf } from "./words.ts";

/** The list pane: whose, a search, and the rows oldest first. */
export const QueueList = (props: { queue: Queue }) => (
  <section class="pane-list" aria-label={QUEUE[props.queue.kind].title}>
    <div class="pane-head">
      <p class="pane-title" aria-hidden="true">
        {QUEUE[props.queue.kind].title}
      </p>
      <WhoseFilter queue={props.queue} />
      <ListSearch desk={props.queue} />
    </div>
    <Stale load={props.queue.load} />
    <DeskRows desk={props.queue} empty={<Empty queue={props.queue} />}>
      {(row) => <RowFace item={row()} />}
    </DeskRows>
  </section>
);

const WHOSE: readonly (readonly [Whose, string])[] = [
  ["anyone", "All"],
  ["me", "Mine"],
  ["nobody", "Nobody’s"],
];

const WhoseFilter = (props: { queue: Queue }) => (
  <fieldset class="segments">
    <legend class="sr">Whose</legend>
    <For each={WHOSE}>
      {([whose, name]) => (
        <button
          type="button"
          class="segment"
          aria-pressed={props.queue.whose() === whose}
          onClick={() => props.queue.setWhose(whose)}
        >
          {name}
        </button>
      )}
    </For>
  </fieldset>
);

function Empty(props: { queue: Queue }) {
  const words = () => {
    if (props.queue.search()) return ["Nothing fits", "Try fewer letters, or another word."];
    if (props.queue.whose() === "me") return ["Nothing is yours", "Press a on a row to take it."];
    if (props.queue.whose() === "nobody") return ["Everything has someone", ""];
    return QUEUE[props.queue.kind].empty;
  };
  return (
    <Nothing icon={props.queue.search() ? "search" : "check"} title={words()[0] ?? ""}>
      {words()[1] ?? ""}
    </Nothing>
  );
}

const RowFace = (props: { item: WorkItem }) => (
  <>
    <strong class="queue-name">{props.item.patient.name}</strong>
    <Age item={props.item} />
    <span class="queue-what">
      {about(props.item)}
      <Show when={standing(props.item)}>{(words) => <span class="soft"> · {words()}</span>}</Show>
    </span>
    <span class="queue-who">
      <Show when={props.item.assignee} fallback={<span class="sr">nobody’s</span>}>
        {(person) => (
          <>
            <Avatar name={person().name} />
            <span class="sr">with {person().name}</span>
          </>
        )}
      </Show>
    </span>
  </>
);

/** What sets this row apart: that it is new and asked for goes without saying. */
function standing(item: WorkItem): string | undefined {
  if (item.entered) return "entered, not found yet";
  if (item.offered?.length) return "offered, no answer yet";
  return item.reason === "asked-for-visit" ? undefined : REASON[item.reason][0];
}

function Age(props: { item: WorkItem }) {
  const overdue = () => isOverdue(props.item, now());
  return (
    <span
      class="queue-age num"
      data-overdue={overdue()}
      title={`Since ${say.dateTime(props.item.since, zoneOf(props.item))}`}
    >
      <Show when={overdue()}>
        <Icon name="alert" size={16} />
        <span class="sr">overdue, </span>
      </Show>
      {age(props.item, now())}
    </span>
  );
}
