import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { longDay, startOfDay } from "#domain/time.ts";
import { practice } from "#web/session/session.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { Freshness, Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Counts } from "./counts.tsx";
import { Filters } from "./filters.tsx";
import { createSchedule, type ScheduleModel } from "./schedule-model.ts";
import { VisitDetail } from "./visit-detail.tsx";
import { VisitRows } from "./visit-rows.tsx";
import { KEYS } from "./words.ts";

/** The day's visits, read only: who comes when, to whom, and whether the chart knows. */
export function Schedule() {
  const model = createSchedule();
  const [help, setHelp] = createSignal(false);
  createTitle(
    () => "Schedule",
    () => practice()?.name,
  );
  useKeys(model, () => setHelp(true));
  return (
    <div class="schedule">
      <Head model={model} onHelp={() => setHelp(true)} />
      <Filters model={model} />
      <Freshness load={model.load} />
      <Show when={model.shown()} fallback={<NotShown model={model} />}>
        <Counts visits={model.rows()} />
        <Show when={model.rows().length > 0} fallback={<NoVisits />}>
          <div class="schedule-panes">
            <VisitRows model={model} />
            <Show when={model.selected()}>{(visit) => <VisitDetail visit={visit()} />}</Show>
          </div>
        </Show>
      </Show>
      <Dialog open={help()} title="Keys" onClose={() => setHelp(false)}>
        <KeyList />
        <button type="button" class="btn small" onClick={() => setHelp(false)}>
          Close
        </button>
      </Dialog>
    </div>
  );
}

/** Single keys, as long as nobody types into a field or answers a dialog. */
function useKeys(model: ScheduleModel, help: () => void) {
  const actions: Record<string, () => void> = {
    j: () => model.step(1),
    k: () => model.step(-1),
    t: model.toToday,
    ArrowLeft: () => model.turn(-1),
    ArrowRight: () => model.turn(1),
    "?": help,
  };
  const onKey = (event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const typing = target?.closest("input, select, textarea, dialog, [popover]");
    const action = actions[event.key];
    if (typing || !action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };
  onMount(() => document.addEventListener("keydown", onKey));
  onCleanup(() => document.removeEventListener("keydown", onKey));
}

function Head(props: { model: ScheduleModel; onHelp: () => void }) {
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
          <Icon name="left" />
        </button>
        <button type="button" class="tool" onClick={() => props.model.toToday()}>
          Today
        </button>
        <button type="button" class="tool" aria-label="Day after" onClick={() => turn(1)}>
          <Icon name="right" />
        </button>
        <input
          class="tool"
          type="date"
          aria-label="Go to day"
          value={props.model.day()}
          onChange={(event) => props.model.pickDay(event.currentTarget.value || undefined)}
        />
        <button type="button" class="tool" aria-label="Keys" onClick={() => props.onHelp()}>
          <kbd>?</kbd>
        </button>
      </div>
    </div>
  );
}

const NotShown = (props: { model: ScheduleModel }) => (
  <Show when={!props.model.load.loading() && props.model.load.problem()} fallback={<Skeleton />}>
    {(problem) => <Trouble problem={problem()} retry={() => void props.model.load.reload()} />}
  </Show>
);

const NoVisits = () => (
  <div class="card stack">
    <strong>No visits this day</strong>
    <p class="soft">
      What patients book and what the chart has shows up here. Try another day, or clear the
      filters.
    </p>
  </div>
);

const KeyList = () => (
  <dl class="keys">
    <For each={KEYS}>
      {([key, what]) => (
        <div>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      )}
    </For>
  </dl>
);
