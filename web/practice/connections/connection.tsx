import "./connections.css";
import { createSignal, For, Show } from "solid-js";
import type { Connection } from "#domain/connections.ts";
import { type Answer, call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { createLoad, type Load } from "#web/api/load.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Chip, type Tone } from "#web/ui/chip.tsx";
import type { IconName } from "#web/ui/icon.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { useActions } from "#web/ui/staff/actions.ts";
import { Keys } from "#web/ui/staff/key-caps.tsx";
import { onBeat } from "#web/ui/staff/pulse.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { Nothing, NotYet, StaffTrouble, Stale } from "#web/ui/staff/trouble.tsx";
import { many } from "#web/ui/staff/words.ts";
import { createTitle } from "#web/ui/title.ts";
import { DriftList } from "./drift-list.tsx";
import { Calls, Figures } from "./figures.tsx";
import { abilityLine, probeLine, STATUS } from "./words.ts";

type Connections = Answer<"GET /practice/connections">;

/** Each EHR: whether it answers, what it can do and what that means here, and where chart and portal differ. */
export function ConnectionScreen() {
  const load = createLoad<Connections>(() => call("GET /practice/connections", {}));
  const working = createWork(load);
  onBeat(() => void load.reload());
  createTitle(() => "Connection");
  useActions("Connection", () =>
    (load.data()?.items ?? []).slice(0, 1).flatMap((first) => [
      {
        label: "Compare portal and chart now",
        key: "e",
        run: () => void working.run(first, "compare"),
      },
      {
        label: "Ask the EHR what it can do",
        key: "p",
        run: () => void working.run(first, "probe"),
      },
    ]),
  );
  return (
    <div class="stack wide">
      <h1>Connection</h1>
      <Stale load={load} />
      <Show when={load.data()} fallback={<NotYet load={load} rows={10} />}>
        {(data) => (
          <For each={data().items.map(({ id }) => id)} fallback={<NoneAtAll />}>
            {(id) => (
              <Show when={data().items.find((each) => each.id === id)}>
                {(found) => <One connection={found()} working={working} />}
              </Show>
            )}
          </For>
        )}
      </Show>
    </div>
  );
}

/** What a person may have done to a connection, one thing at a time. */
function createWork(load: Load<Connections>) {
  const [busy, setBusy] = createSignal<{ id: string; what: Work }>();
  const [problem, setProblem] = createSignal<ApiProblem>();
  async function run({ id }: Connection, what: Work): Promise<void> {
    if (busy()) return;
    setBusy({ id, what });
    setProblem(undefined);
    try {
      const after = await ASK[what](id);
      const data = load.data();
      if (data)
        load.set({ ...data, items: data.items.map((each) => (each.id === id ? after : each)) });
      tell(what === "compare" ? `Compared. ${differences(after)}` : probeLine(after));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(undefined);
    }
  }
  return { busy, problem, run };
}
type Work = "compare" | "probe";
type Working = ReturnType<typeof createWork>;

const ASK: Record<Work, (id: string) => Promise<Connection>> = {
  compare: (id) => call("POST /practice/connections/{id}/reconcile", { id }),
  probe: (id) => call("POST /practice/connections/{id}/probe", { id }),
};

const differences = ({ drift }: Connection): string => {
  const left = drift.filter(({ repair }) => repair !== "done").length;
  return left === 0 ? "Chart and portal agree." : `${many(left, "difference")} left.`;
};

const NoneAtAll = () => (
  <Nothing icon="plug" title="No EHR is connected">
    Whoever set up the portal adds the connection; its state shows up here.
  </Nothing>
);

const LOOK: Record<Connection["status"], readonly [Tone, IconName]> = {
  answering: ["good", "check"],
  silent: ["bad", "alert"],
  "not-set-up": ["plain", "plug"],
};

function One(props: { connection: Connection; working: Working }) {
  const it = () => props.connection;
  const zone = () => practice()?.timeZone ?? "UTC";
  const paused = () => {
    const until = it().breakerOpenUntil;
    return until && until > now() ? until : undefined;
  };
  return (
    <article class="stack wide" aria-label={it().host}>
      <div class="row apart">
        <div class="row">
          <h2>{it().host}</h2>
          <Chip tone={LOOK[it().status][0]} icon={LOOK[it().status][1]}>
            {STATUS[it().status][0]}
          </Chip>
        </div>
        <Show when={it().status !== "not-set-up"}>
          <CompareButton {...props} />
        </Show>
      </div>
      <p class="lead">{STATUS[it().status][1]}</p>
      <Show when={paused()}>
        {(until) => (
          <Notice
            tone="wait"
            icon="clock"
            title={`Calls are paused until ${say.time(until(), zone())}`}
          >
            <p class="small">
              {many(it().failures, "call")} failed one after another. We give the EHR a rest and try
              again by ourselves.
            </p>
          </Notice>
        )}
      </Show>
      <Show when={props.working.problem()}>
        {(problem) => <StaffTrouble problem={problem()} />}
      </Show>
      <div class="connection-panes">
        <Abilities connection={it()} working={props.working} />
        <div class="stack">
          <Figures connection={it()} />
          <Calls connection={it()} />
        </div>
      </div>
      <DriftList connection={it()} />
    </article>
  );
}

const CompareButton = (props: { connection: Connection; working: Working }) => (
  <span class="row compare">
    <button
      type="button"
      class="btn small"
      aria-disabled={props.working.busy() !== undefined}
      onClick={() => void props.working.run(props.connection, "compare")}
    >
      Compare now
      <Keys chord="e" />
    </button>
    <span class="soft small" role="status">
      <Show when={isAt(props, "compare")}>
        <span class="compare-words">Comparing portal and chart, both ways…</span>
      </Show>
    </span>
  </span>
);

const isAt = ({ connection, working }: { connection: Connection; working: Working }, what: Work) =>
  working.busy()?.id === connection.id && working.busy()?.what === what;

const Abilities = (props: { connection: Connection; working: Working }) => (
  <section class="box">
    <h3>What this EHR can do</h3>
    <Show
      when={props.connection.abilities.length > 0}
      fallback={<p class="soft small">Not known yet: its own statement could not be read.</p>}
    >
      <table class="abilities">
        <caption class="sr">What the EHR can do and what the portal does about it</caption>
        <thead class="sr">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Can it</th>
            <th scope="col">What the portal does</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.connection.abilities}>
            {(ability) => (
              <tr>
                <th scope="row">{abilityLine(ability).name}</th>
                <td>
                  <Chip
                    tone={ability.able ? "good" : "plain"}
                    icon={ability.able ? "check" : "cross"}
                  >
                    {abilityLine(ability).answer}
                  </Chip>
                </td>
                <td>{abilityLine(ability).meaning}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
    <Show when={props.connection.status !== "not-set-up"}>
      <p class="row apart soft small">
        <span role="status">
          {isAt(props, "probe") ? "Asking the EHR…" : probeLine(props.connection)}
        </span>
        <button
          type="button"
          class="btn small line"
          aria-disabled={props.working.busy() !== undefined}
          onClick={() => void props.working.run(props.connection, "probe")}
        >
          Ask again
          <Keys chord="p" />
        </button>
      </p>
    </Show>
    <Show when={props.connection.missing.length > 0}>
      <h4 class="small">Missing for everything to work</h4>
      <ul class="missing small">
        <For each={props.connection.missing}>{(line) => <li>{line}</li>}</For>
      </ul>
    </Show>
  </section>
);
