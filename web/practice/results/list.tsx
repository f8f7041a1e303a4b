import { For, Show } from "solid-js";
import type { DeskResult } from "#domain/release-desk.ts";
import type { ResultClass } from "#domain/release-law/law.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { day } from "#web/ui/chart/dates.ts";
import { Chip } from "#web/ui/chip.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { DeskRows, ListSearch } from "#web/ui/staff/desk-list.tsx";
import { Nothing, Stale } from "#web/ui/staff/trouble.tsx";
import { many } from "#web/ui/staff/words.ts";
import { type Desk, keyOf } from "./results-model.ts";
import { BECAUSE, CLASS, CLASSES, STATE, STATES } from "./words.ts";

/** The list pane: filters, a search, and the rows, the longest waiting first. */
export const ResultList = (props: { desk: Desk; onReleaseMany: () => void }) => (
  <section class="pane-list" aria-label="Results not shown yet">
    <div class="pane-head">
      <p class="pane-title" aria-hidden="true">
        Results
      </p>
      <Filters desk={props.desk} />
      <ListSearch desk={props.desk} />
      <Show when={props.desk.patientId()}>
        <a class="link pane-search" href="/practice/results">
          Of one patient, visible ones too. Show the queue again
        </a>
      </Show>
    </div>
    <Picked desk={props.desk} onReleaseMany={props.onReleaseMany} />
    <Stale load={props.desk.load} />
    <BeingRead desk={props.desk} />
    <DeskRows
      desk={props.desk}
      empty={<Empty desk={props.desk} />}
      before={(row) => <Check item={row()} desk={props.desk} />}
    >
      {(row) => <Face item={row()} />}
    </DeskRows>
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

const Check = (props: { item: DeskResult; desk: Desk }) => (
  <label class="results-check">
    <input
      type="checkbox"
      checked={props.desk.picked().some((one) => keyOf(one) === keyOf(props.item))}
      disabled={props.item.state === "visible"}
      onChange={() => props.desk.toggle(keyOf(props.item))}
    />
    <span class="sr">
      Pick {props.item.title} of {props.item.patient.name}
    </span>
  </label>
);

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
