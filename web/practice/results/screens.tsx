import "#web/ui/staff/panes.css";
import "#web/ui/staff/queue-rows.css";
import "./results.css";
import { createEffect, createSignal, on, Show } from "solid-js";
import { localDay } from "#domain/time.ts";
import { now } from "#web/api/clock.ts";
import { practice } from "#web/session/session.ts";
import { Icon } from "#web/ui/icon.tsx";
import { type Action, useActions } from "#web/ui/staff/actions.ts";
import { Nothing } from "#web/ui/staff/trouble.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Deciding, DecidingDialog } from "./deciding.tsx";
import { type Deed, ResultDetail } from "./detail.tsx";
import { ResultList } from "./list.tsx";
import { createResults, type Desk } from "./results-model.ts";

/** Results that patients do not see yet: the list on the left, the one in hand on the right, all of it by keys. */
export function Results() {
  const desk = createResults();
  const [deciding, setDeciding] = createSignal<Deciding>();
  let pane: HTMLElement | undefined;
  let search: HTMLInputElement | undefined;
  createTitle(
    () => "Results",
    () => practice()?.name,
  );
  const ask = (what: Deciding["what"]) => {
    const item = desk.item();
    if (item) setDeciding({ what, results: [item] });
  };
  const askMany = () => {
    if (desk.picked().length > 0) setDeciding({ what: "many", results: desk.picked() });
  };
  const deeds = () => deedsFor(desk, ask);
  const toPane = () => {
    pane?.focus({ preventScroll: true });
    if (isNarrow()) scrollTo(0, 0);
  };
  const open = () => {
    desk.setReading(true);
    toPane();
  };
  const back = () => {
    desk.setReading(false);
    document.querySelector<HTMLElement>(".queue-pick[aria-current]")?.focus();
  };
  useActions("Results", () => [
    ...moves(desk, { open, back, search: () => search?.focus() }),
    ...deeds(),
    { label: "Release what is picked", key: "R", run: askMany },
  ]);
  createEffect(on(desk.reading, (reading) => reading && isNarrow() && toPane()));
  return (
    <div class="panes" data-reading={desk.reading()}>
      <h1 class="sr">Results</h1>
      <ResultList desk={desk} onSearch={(input) => (search = input)} onReleaseMany={askMany} />
      <section class="pane-detail" aria-label="In hand" tabindex="-1" ref={pane}>
        <button type="button" class="link pane-back" onClick={back}>
          <Icon name="left" size={16} />
          Results
        </button>
        <Show when={desk.item()} fallback={<NothingInHand desk={desk} />}>
          {(item) => <ResultDetail item={item()} deeds={deeds()} />}
        </Show>
        <HoldReport />
      </section>
      <DecidingDialog
        deciding={deciding()}
        onClose={() => setDeciding(undefined)}
        onDone={() => {
          desk.clear();
          setDeciding(undefined);
        }}
      />
    </div>
  );
}

const isNarrow = () => matchMedia("(max-width: 59.99rem)").matches;

const NothingInHand = (props: { desk: Desk }) => (
  <Show when={props.desk.load.data()}>
    <Nothing icon="inbox" title="Nothing in hand" />
  </Show>
);

const moves = (
  desk: Desk,
  to: { open: () => void; back: () => void; search: () => void },
): Action[] => [
  { label: "Next", key: "j", run: () => desk.step(1), palette: false },
  { label: "Previous", key: "k", run: () => desk.step(-1), palette: false },
  { label: "Open", key: "Enter", run: to.open, palette: false },
  { label: "Back to the list", key: "Escape", run: to.back, palette: false },
  { label: "Pick or unpick", key: "x", run: () => desk.toggle(desk.inHand()), palette: false },
  { label: "Search this list", key: "/", run: to.search },
  { label: "Overdue, due, on hold, waiting, all", key: "f", run: desk.turnState },
];

/** What can be decided about the result in hand; the first is its main button. */
function deedsFor(desk: Desk, ask: (what: Deciding["what"]) => void): Deed[] {
  const item = desk.item();
  if (!item) return [];
  const comment: Deed = { label: "Comment", key: "c", run: () => ask("comment") };
  if (item.state === "visible") return [comment];
  const talk: Deed[] =
    item.because === "not-discussed"
      ? [{ label: "We talked", key: "t", run: () => ask("discussed"), look: "main" }]
      : [];
  const lift: Deed[] =
    item.holds.length > 0 ? [{ label: "End the hold", key: "e", run: () => ask("lift") }] : [];
  return [
    ...talk,
    {
      label: "Release",
      key: "r",
      run: () => ask("release"),
      ...(talk.length > 0 ? {} : { look: "main" as const }),
    },
    { label: "Hold…", key: "h", run: () => ask("hold") },
    ...lift,
    comment,
  ];
}

/** The month's holds as a file for whoever answers for them. */
function HoldReport() {
  const [month, setMonth] = createSignal(
    localDay(now(), practice()?.timeZone ?? "UTC").slice(0, 7),
  );
  return (
    <form class="row results-report" onSubmit={(event) => event.preventDefault()}>
      <label for="hold-month">Holds of</label>
      <input
        id="hold-month"
        class="tool"
        type="month"
        value={month()}
        onInput={(event) => setMonth(event.currentTarget.value)}
      />
      <a class="link" href={`/api/practice/results/holds?month=${month()}`} download="holds.csv">
        Hold report (CSV)
      </a>
    </form>
  );
}
