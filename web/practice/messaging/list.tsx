import { Show } from "solid-js";
import type { DeskThreadSummary } from "#domain/messaging.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Chip } from "#web/ui/chip.tsx";
import { DeskRows, ListSearch } from "#web/ui/staff/desk-list.tsx";
import { Nothing, Stale } from "#web/ui/staff/trouble.tsx";
import type { Desk } from "./desk-model.ts";
import { aboutLine, standing } from "./words.ts";

/** The list pane: a search and the rows, who waits longest first. */
export const MessageList = (props: { desk: Desk }) => (
  <section class="pane-list" aria-label="Waiting for an answer">
    <div class="pane-head">
      <p class="pane-title" aria-hidden="true">
        Messages
      </p>
      <ListSearch desk={props.desk} />
    </div>
    <Stale load={props.desk.load} />
    <DeskRows desk={props.desk} empty={<Empty desk={props.desk} />}>
      {(row) => <Face of={row()} />}
    </DeskRows>
  </section>
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

const Face = (props: { of: DeskThreadSummary }) => (
  <>
    <strong class="queue-name">{props.of.patient.name}</strong>
    <Show when={props.of.waitingSince} fallback={<Standing of={props.of} />}>
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

/** Whose turn it is, in a sign and a word. */
export const Standing = (props: { of: DeskThreadSummary }) => (
  <Chip tone={standing(props.of).tone} icon={standing(props.of).icon}>
    {standing(props.of).words}
  </Chip>
);
