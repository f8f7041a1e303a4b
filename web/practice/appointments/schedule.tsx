import "./schedule.css";
import { createSignal, Show } from "solid-js";
import { longDay, startOfDay } from "#domain/time.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { Freshness } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { navigate } from "#web/ui/router.tsx";
import { type Action, useActions } from "#web/ui/staff/actions.ts";
import { Keys } from "#web/ui/staff/key-caps.tsx";
import { may } from "#web/ui/staff/places.ts";
import { Nothing, NotYet } from "#web/ui/staff/trouble.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Counts } from "./counts.tsx";
import { Filters } from "./filters.tsx";
import { NewVisit } from "./new-visit.tsx";
import { createSchedule, type ScheduleModel } from "./schedule-model.ts";
import { VisitDetail } from "./visit-detail.tsx";
import { VisitRows } from "./visit-rows.tsx";

/** The day's visits: who comes when, to whom, and whether the chart knows. */
export function Schedule() {
  const model = createSchedule();
  const [adding, setAdding] = createSignal(false);
  createTitle(() => "Schedule");
  let filter: HTMLSelectElement | undefined;
  useActions("Schedule", () =>
    actionsOf(model, { add: () => setAdding(true), filter: () => filter?.focus() }),
  );
  return (
    <div class="schedule">
      <Head model={model} onNew={() => setAdding(true)} />
      <Filters model={model} onFirst={(select) => (filter = select)} />
      <Freshness load={model.load} />
      <Show when={model.shown()} fallback={<NotYet load={model.load} rows={12} />}>
        <Counts visits={model.rows()} />
        <Show when={model.rows().length > 0} fallback={<NoVisits />}>
          <div class="schedule-panes">
            <VisitRows model={model} />
            <Show when={model.selected()}>{(visit) => <VisitDetail visit={visit()} />}</Show>
          </div>
        </Show>
      </Show>
      <Dialog open={adding()} title="New visit" wide onClose={() => setAdding(false)}>
        <Show when={adding()}>
          <NewVisit
            day={model.day()}
            onClose={() => setAdding(false)}
            onDone={() => {
              setAdding(false);
              void model.load.reload();
            }}
          />
        </Show>
      </Dialog>
    </div>
  );
}

const mayBook = () => may("patients");

function actionsOf(
  model: ScheduleModel,
  { add, filter }: { add: () => void; filter: () => void },
): Action[] {
  const open = () => {
    const visit = model.selected();
    if (visit && may("patients")) void navigate(`/practice/patients/${visit.patient.id}`);
  };
  return [
    { label: "Next visit", key: "j", run: () => model.step(1), palette: false },
    { label: "Previous visit", key: "k", run: () => model.step(-1), palette: false },
    ...(may("patients") ? [{ label: "Open the patient", key: "Enter", run: open }] : []),
    ...(mayBook() ? [{ label: "New visit", key: "n", run: add }] : []),
    { label: "Filter by clinician, place", key: "f", run: filter },
    { label: "Today", key: "t", run: model.toToday },
    { label: "Day before", key: "ArrowLeft", run: () => model.turn(-1) },
    { label: "Day after", key: "ArrowRight", run: () => model.turn(1) },
  ];
}

function Head(props: { model: ScheduleModel; onNew: () => void }) {
  const title = () => {
    const zone = props.model.zone();
    return longDay(startOfDay(props.model.day(), zone), { timeZone: zone, language: "en" });
  };
  const turn = (by: 1 | -1) => props.model.turn(by);
  return (
    <div class="schedule-head">
      <h1 aria-live="polite">{title()}</h1>
      <div class="row">
        <button type="button" class="tool" aria-label="Day before" onClick={() => turn(-1)}>
          <Icon name="left" size={16} />
        </button>
        <button type="button" class="tool" onClick={() => props.model.toToday()}>
          Today
        </button>
        <button type="button" class="tool" aria-label="Day after" onClick={() => turn(1)}>
          <Icon name="right" size={16} />
        </button>
        <input
          class="tool"
          type="date"
          aria-label="Go to day"
          value={props.model.day()}
          onChange={(event) => props.model.pickDay(event.currentTarget.value || undefined)}
        />
        <Show when={mayBook()}>
          <button type="button" class="btn small" onClick={() => props.onNew()}>
            New visit
            <Keys chord="n" />
          </button>
        </Show>
      </div>
    </div>
  );
}

const NoVisits = () => (
  <Nothing icon="calendar" title="No visits this day">
    What patients book and what the chart has shows up here. Try another day, or clear the filters.
  </Nothing>
);
