import "#web/ui/staff/queue-rows.css";
import "./results.css";
import { createSignal } from "solid-js";
import { localDay } from "#domain/time.ts";
import { now } from "#web/api/clock.ts";
import { practice } from "#web/session/session.ts";
import type { Deed } from "#web/ui/staff/deeds.tsx";
import { DeskPanes, InHand, searchList } from "#web/ui/staff/desk-panes.tsx";
import { type Deciding, DecidingDialog } from "./deciding.tsx";
import { ResultDetail } from "./detail.tsx";
import { ResultList } from "./list.tsx";
import { createResults, type Desk } from "./results-model.ts";

/** Results that patients do not see yet, and the one in hand. */
export function Results() {
  const desk = createResults();
  const [deciding, setDeciding] = createSignal<Deciding>();
  const ask = (what: Deciding["what"]) => {
    const item = desk.item();
    if (item) setDeciding({ what, results: [item] });
  };
  const askMany = () => {
    if (desk.picked().length > 0) setDeciding({ what: "many", results: desk.picked() });
  };
  const toggle = () => desk.toggle(desk.inHand());
  const deeds = () => deedsFor(desk, ask);
  return (
    <>
      <DeskPanes
        desk={desk}
        title="Results"
        actions={[
          { label: "Pick or unpick", key: "x", run: toggle, palette: false },
          searchList,
          { label: "Overdue, due, on hold, waiting, all", key: "f", run: desk.turnState },
          ...deeds(),
          { label: "Release what is picked", key: "R", run: askMany },
        ]}
        list={<ResultList desk={desk} onReleaseMany={askMany} />}
      >
        <InHand desk={desk}>{(item) => <ResultDetail item={item()} deeds={deeds()} />}</InHand>
        <HoldReport />
      </DeskPanes>
      <DecidingDialog
        deciding={deciding()}
        onClose={() => setDeciding(undefined)}
        onDone={() => {
          desk.clear();
          setDeciding(undefined);
        }}
      />
    </>
  );
}

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
