import { createEffect, For, on, Show } from "solid-js";
import type { DeskThreadSummary } from "#domain/messaging.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Chip } from "#web/ui/chip.tsx";
import { Nothing, RowSkeleton, StaffTrouble, Stale } from "#web/ui/staff/trouble.tsx";
import { type Desk, keyOf } from "./desk-model.ts";
import { aboutLine, standing } from "./words.ts";

/** The list pane: a search and the rows, who waits longest first. */
export const MessageList = (props: { desk: Desk; onSearch: (input: HTMLInputElement) => void }) => (
  <section class="pane-list" aria-label="Waiting for an answer">
    <div class="pane-head">
      <p class="pane-title" aria-hidden="true">
        Messages
      </p>
      <input
        ref={(input) => props.onSearch(input)}
        class="tool pane-search"
        type="search"
        aria-label="Search this list"
        placeholder="Search this list  /"
        value={props.desk.search()}
        onInput={(event) => props.desk.setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </div>
    <Stale load={props.desk.load} />
    <Show when={props.desk.load.data()} fallback={<NotYet desk={props.desk} />}>
      <Show when={props.desk.rows().length > 0} fallback={<Empty desk={props.desk} />}>
        <Rows desk={props.desk} />
      </Show>
    </Show>
  </section>
);

const NotYet = (props: { desk: Desk }) => (
  <Show when={!props.desk.load.loading() && props.desk.load.problem()} fallback={<RowSkeleton />}>
    {(problem) => <StaffTrouble problem={problem()} retry={() => void props.desk.load.reload()} />}
  </Show>
);

const Empty = (props: { desk: Desk }) => (
  <Show
    when={props.desk.search()}
    fallback={
      <Nothing icon="check" title="Nobody waits for an answer">
        What patients write comes here, who waits longest first.
      </Nothing>
    }
  >
    <Nothing icon="search" title="Nothing fits">
      Try fewer letters, or another word.
    </Nothing>
  </Show>
);

function Rows(props: { desk: Desk }) {
  let list: HTMLUListElement | undefined;
  createEffect(
    on(props.desk.inHand, () =>
      list?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }),
    ),
  );
  return (
    <>
      <ul class="queue" ref={list}>
        <For each={props.desk.rows().map(keyOf)}>{(id) => <Row id={id} desk={props.desk} />}</For>
      </ul>
      <Show when={props.desk.load.data()?.more}>
        <button type="button" class="tool queue-more" onClick={() => props.desk.more()}>
          Show more
        </button>
      </Show>
    </>
  );
}

/** Rows go by their key, so that a re-read changes words in place and nothing else moves. */
function Row(props: { id: string; desk: Desk }) {
  const item = () => props.desk.rows().find((one) => keyOf(one) === props.id);
  const open = () => {
    props.desk.pick(props.id);
    props.desk.setReading(true);
  };
  return (
    <Show when={item()}>
      {(found) => (
        <li class="queue-row">
          <button
            type="button"
            class="queue-pick"
            aria-current={props.desk.inHand() === props.id ? "true" : undefined}
            onClick={open}
          >
            <Face of={found()} />
          </button>
        </li>
      )}
    </Show>
  );
}

const Face = (props: { of: DeskThreadSummary }) => (
  <>
    <strong class="queue-name">{props.of.patient.name}</strong>
    <Show when={props.of.waitingSince} fallback={<Done of={props.of} />}>
      {(since) => (
        <span
          class="queue-age num"
          title={`Waiting since ${say.dateTime(since(), practice()?.timeZone ?? "UTC")}`}
        >
          <span class="sr">waiting since </span>
          {say.ago(since())}
        </span>
      )}
    </Show>
    <span class="queue-what">{aboutLine(props.of)}</span>
    <Show when={props.of.patient.birthDate}>
      {(day) => (
        <span class="queue-age num">
          <span class="sr">born </span>
          {day()}
        </span>
      )}
    </Show>
    <span class="queue-what queue-last soft">
      <Show when={props.of.last.by === "practice"}>Answer: </Show>
      {props.of.last.words}
    </span>
  </>
);

const Done = (props: { of: DeskThreadSummary }) => (
  <Chip tone={standing(props.of).tone} icon={standing(props.of).icon}>
    {standing(props.of).words}
  </Chip>
);
