import { createEffect, For, on, Show } from "solid-js";
import type { WorkItem } from "#domain/work.ts";
import { now } from "#web/api/clock.ts";
import { say } from "#web/i18n/language.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Nothing, RowSkeleton, StaffTrouble, Stale } from "#web/ui/staff/trouble.tsx";
import type { Queue, Whose } from "./queue-model.ts";
import { about, age, isOverdue, QUEUE, REASON, zoneOf } from "./words.ts";

/** The list pane: whose, a search, and the rows oldest first. */
export function QueueList(props: { queue: Queue; onSearch: (input: HTMLInputElement) => void }) {
  return (
    <section class="pane-list" aria-label={QUEUE[props.queue.kind].title}>
      <div class="pane-head">
        <p class="pane-title" aria-hidden="true">
          {QUEUE[props.queue.kind].title}
        </p>
        <WhoseFilter queue={props.queue} />
        <input
          ref={(input) => props.onSearch(input)}
          class="tool pane-search"
          type="search"
          aria-label="Search this list"
          placeholder="Search this list  /"
          value={props.queue.search()}
          onInput={(event) => props.queue.setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
          }}
        />
      </div>
      <Stale load={props.queue.load} />
      <Show when={props.queue.load.data()} fallback={<NotYet queue={props.queue} />}>
        <Show when={props.queue.rows().length > 0} fallback={<Empty queue={props.queue} />}>
          <Rows queue={props.queue} />
        </Show>
      </Show>
    </section>
  );
}

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

const NotYet = (props: { queue: Queue }) => (
  <Show when={!props.queue.load.loading() && props.queue.load.problem()} fallback={<RowSkeleton />}>
    {(problem) => <StaffTrouble problem={problem()} retry={() => void props.queue.load.reload()} />}
  </Show>
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

function Rows(props: { queue: Queue }) {
  let list: HTMLUListElement | undefined;
  createEffect(
    on(props.queue.inHand, () =>
      list?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }),
    ),
  );
  return (
    <>
      <ul class="queue" ref={list}>
        <For each={props.queue.rows().map(({ id }) => id)}>
          {(id) => <Row id={id} queue={props.queue} />}
        </For>
      </ul>
      <Show when={props.queue.load.data()?.more}>
        <button type="button" class="tool queue-more" onClick={() => props.queue.more()}>
          Show more
        </button>
      </Show>
    </>
  );
}

/** Rows go by their id, so that a re-read changes words in place and nothing else moves. */
function Row(props: { id: string; queue: Queue }) {
  const item = () => props.queue.rows().find(({ id }) => id === props.id);
  const open = () => {
    props.queue.pick(props.id);
    props.queue.setReading(true);
  };
  return (
    <Show when={item()}>
      {(found) => (
        <li class="queue-row">
          <button
            type="button"
            class="queue-pick"
            aria-current={props.queue.inHand() === props.id ? "true" : undefined}
            onClick={open}
          >
            <RowFace item={found()} />
          </button>
        </li>
      )}
    </Show>
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
