import { createEffect, For, on, Show } from "solid-js";
import type { DeskResult } from "#domain/release-desk.ts";
import type { ResultClass } from "#domain/release-law/law.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { day } from "#web/ui/chart/dates.ts";
import { Chip } from "#web/ui/chip.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Nothing, RowSkeleton, StaffTrouble, Stale } from "#web/ui/staff/trouble.tsx";
import { many } from "#web/ui/staff/words.ts";
import { type Desk, keyOf } from "./results-model.ts";
import { BECAUSE, CLASS, CLASSES, STATE, STATES } from "./words.ts";

/** The list pane: filters, a search, and the rows, the longest waiting first. */
export const ResultList = (props: {
  desk: Desk;
  onSearch: (input: HTMLInputElement) => void;
  onReleaseMany: () => void;
}) => (
  <section class="pane-list" aria-label="Results not shown yet">
    <div class="pane-head results-head">
      <p class="pane-title" aria-hidden="true">
        Results
      </p>
      <Filters desk={props.desk} />
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
      <Show when={props.desk.patientId()}>
        <a class="link pane-search" href="/practice/results">
          Of one patient, visible ones too. Show the queue again
        </a>
      </Show>
    </div>
    <Picked desk={props.desk} onReleaseMany={props.onReleaseMany} />
    <Stale load={props.desk.load} />
    <BeingRead desk={props.desk} />
    <Show when={props.desk.load.data()} fallback={<NotYet desk={props.desk} />}>
      <Show when={props.desk.rows().length > 0} fallback={<Empty desk={props.desk} />}>
        <Rows desk={props.desk} />
      </Show>
    </Show>
  </section>
);

const Filters = (props: { desk: Desk }) => (
  <div class="row results-filters">
    <select
      class="tool"
      aria-label="State"
      value={props.desk.state() ?? ""}
      onChange={(event) =>
        props.desk.setState(STATES.find((one) => one === event.currentTarget.value))
      }
    >
      <option value="">Any state</option>
      <For each={STATES}>{(one) => <option value={one}>{STATE[one][0]}</option>}</For>
    </select>
    <select
      class="tool"
      aria-label="Kind of result"
      value={props.desk.kind() ?? ""}
      onChange={(event) => props.desk.setKind(classOf(event.currentTarget.value))}
    >
      <option value="">Any kind</option>
      <For each={CLASSES}>{(one) => <option value={one}>{CLASS[one]}</option>}</For>
    </select>
  </div>
);

const classOf = (value: string): ResultClass | undefined => CLASSES.find((one) => one === value);

const Picked = (props: { desk: Desk; onReleaseMany: () => void }) => (
  <div role="status">
    <Show when={props.desk.picked().length > 0}>
      <p class="row apart results-picked">
        <strong>{many(props.desk.picked().length, "result")} picked</strong>
        <span class="row">
          <button type="button" class="btn small" onClick={() => props.onReleaseMany()}>
            Release them
          </button>
          <button type="button" class="btn small line" onClick={() => props.desk.clear()}>
            Unpick
          </button>
        </span>
      </p>
    </Show>
  </div>
);

/** Nobody has looked at this chart for a while: it is read behind the answer, and comes with one of the next looks. */
const BeingRead = (props: { desk: Desk }) => (
  <div role="status">
    <Show when={props.desk.load.data()?.stale}>
      <p class="stale small">
        <Icon name="clock" size={16} />
        This chart is being read. More may come in a moment.
      </p>
    </Show>
  </div>
);

const NotYet = (props: { desk: Desk }) => (
  <Show when={!props.desk.load.loading() && props.desk.load.problem()} fallback={<RowSkeleton />}>
    {(problem) => <StaffTrouble problem={problem()} retry={() => void props.desk.load.reload()} />}
  </Show>
);

const Empty = (props: { desk: Desk }) => (
  <Show
    when={props.desk.search() || props.desk.state() || props.desk.kind()}
    fallback={
      <Nothing icon="check" title="Nothing waits">
        Every result that we know of can be seen by its patient.
      </Nothing>
    }
  >
    <Nothing icon="search" title="Nothing fits">
      Try another filter, or fewer letters.
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
  const isPicked = () => props.desk.picked().some((one) => keyOf(one) === props.id);
  const open = () => {
    props.desk.pick(props.id);
    props.desk.setReading(true);
  };
  return (
    <Show when={item()}>
      {(found) => (
        <li class="queue-row results-row" data-picked={isPicked()}>
          <label class="results-check">
            <input
              type="checkbox"
              checked={isPicked()}
              disabled={found().state === "visible"}
              onChange={() => props.desk.toggle(props.id)}
            />
            <span class="sr">
              Pick {found().title} of {found().patient.name}
            </span>
          </label>
          <button
            type="button"
            class="queue-pick"
            aria-current={props.desk.inHand() === props.id ? "true" : undefined}
            onClick={open}
          >
            <Face item={found()} />
          </button>
        </li>
      )}
    </Show>
  );
}

const Face = (props: { item: DeskResult }) => (
  <>
    <strong class="queue-name">{props.item.patient.name}</strong>
    <span class="queue-age num">{say.ago(props.item.since)}</span>
    <span class="queue-what">
      {props.item.title}
      <span class="soft"> · {inShort(props.item)}</span>
    </span>
    <StateChip item={props.item} />
  </>
);

/** A state in a sign and a word. */
export const StateChip = (props: { item: DeskResult }) => (
  <Chip tone={STATE[props.item.state][1]} icon={STATE[props.item.state][2]}>
    {STATE[props.item.state][0]}
  </Chip>
);

/** What sets this row apart: why it waits, or, where it does not, of when it is. */
const inShort = ({ because, date, since }: DeskResult): string =>
  because ? BECAUSE[because][0] : day(date ?? since);

/** "State law until Thu, Nov 26, 2:05 PM CST" */
export function untilWords({ because, until, state }: DeskResult): string {
  if (state === "visible" || !because) return "The patient sees it";
  const [why] = BECAUSE[because];
  return until ? `${why} until ${say.dateTime(until, practice()?.timeZone ?? "UTC")}` : why;
}
