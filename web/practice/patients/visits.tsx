import { createMemo, For, Show } from "solid-js";
import type { PatientPage } from "#domain/desk.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import { say } from "#web/i18n/language.ts";
import { CalendarTile } from "#web/ui/calendar-tile.tsx";
import { Chip } from "#web/ui/chip.tsx";
import { may } from "#web/ui/staff/places.ts";
import { bookedBy, CHART, STATUS } from "#web/ui/staff/words.ts";
import { stateLook } from "#web/ui/visit-state.ts";
import type { DeskTask } from "./desk-dialog.tsx";

interface VisitsProps {
  page: PatientPage;
  inHand: string | undefined;
  onPick: (id: string) => void;
  onTask: (what: DeskTask["what"], visit: ScheduledVisit) => void;
}

/** Coming visits with what can be done about them, then past ones. */
export function Visits(props: VisitsProps) {
  const past = createMemo(() => [...props.page.past].sort((a, b) => (a.start < b.start ? 1 : -1)));
  return (
    <div class="stack wide">
      <section class="box">
        <h2>Coming visits</h2>
        <Show
          when={props.page.coming.length > 0}
          fallback={<p class="soft small">No visits planned.</p>}
        >
          <ul class="visit-list">
            <For each={props.page.coming}>{(visit) => <Coming {...props} visit={visit} />}</For>
          </ul>
        </Show>
      </section>
      <section class="box">
        <h2>Past visits</h2>
        <Show when={past().length > 0} fallback={<p class="soft small">No past visits.</p>}>
          <ul class="visit-list">
            <For each={past()}>
              {(visit) => (
                <li class="visit-line">
                  <Face visit={visit} quiet />
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </div>
  );
}

const OVER: readonly ScheduledVisit["status"][] = [
  "cancelled",
  "noshow",
  "entered-in-error",
  "fulfilled",
];

function Coming(props: VisitsProps & { visit: ScheduledVisit }) {
  const open = () => !OVER.includes(props.visit.status) && may("schedule");
  return (
    <li class="visit-line" data-in-hand={props.inHand === props.visit.id}>
      <Face visit={props.visit} />
      <Show when={open()}>
        <span class="visit-deeds">
          <button
            type="button"
            class="tool"
            aria-label={`Move ${name(props.visit)}`}
            onFocus={() => props.onPick(props.visit.id)}
            onClick={() => props.onTask("move", props.visit)}
          >
            Move
          </button>
          <button
            type="button"
            class="tool"
            aria-label={`Cancel ${name(props.visit)}`}
            onFocus={() => props.onPick(props.visit.id)}
            onClick={() => props.onTask("cancel", props.visit)}
          >
            Cancel
          </button>
        </span>
      </Show>
    </li>
  );
}

const name = (visit: ScheduledVisit): string =>
  `${visit.visitType.name}, ${say.shortDay(visit.start, visit.timeZone)}`;

function Face(props: { visit: ScheduledVisit; quiet?: boolean }) {
  const look = () => stateLook(props.visit.writeBack.state);
  const line = () =>
    [
      props.visit.practitioner.name,
      props.visit.video ? "Video" : props.visit.location.name,
      props.visit.bookedVia === "portal" ? "from the portal" : "",
      bookedBy(props.visit),
    ]
      .filter(Boolean)
      .join(" · ");
  const change = () => props.visit.change;
  return (
    <>
      <CalendarTile
        at={props.visit.start}
        timeZone={props.visit.timeZone}
        tone={props.quiet ? "quiet" : undefined}
      />
      <span class="visit-face">
        <strong class="num">{say.dateTime(props.visit.start, props.visit.timeZone)}</strong>
        <span>
          {props.visit.visitType.name}
          <span class="soft"> · {STATUS[props.visit.status]}</span>
        </span>
        <span class="soft small">{line()}</span>
        <Show when={change()}>
          {(asked) => (
            <span class="small">
              {asked().kind === "cancel"
                ? "Asked to cancel"
                : `Asked to move to ${say.dateTime(asked().start ?? "", props.visit.timeZone)}`}
              : {CHART[asked().writeBack.state]}
            </span>
          )}
        </Show>
        <Chip tone={look().tone} icon={look().icon}>
          {CHART[props.visit.writeBack.state]}
        </Chip>
      </span>
    </>
  );
}
