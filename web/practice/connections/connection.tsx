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
import { StaffFacts } from "#web/ui/staff/facts.tsx";
import { Keys } from "#web/ui/staff/key-caps.tsx";
import { onBeat } from "#web/ui/staff/pulse.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { Nothing, RowSkeleton, StaffTrouble, Stale } from "#web/ui/staff/trouble.tsx";
import { many } from "#web/ui/staff/words.ts";
import { createTitle } from "#web/ui/title.ts";
import { DriftList } from "./drift-list.tsx";
import { abilityLine, STATUS } from "./words.ts";

type Connections = Answer<"GET /practice/connections">;

/** Each EHR: whether it answers, what it can do and what that means here, and where chart and portal differ. */
export function ConnectionScreen() {
  const load = createLoad<Connections>(() => call("GET /practice/connections", {}));
  const comparing = createComparing(load);
  onBeat(() => void load.reload());
  createTitle(
    () => "Connection",
    () => practice()?.name,
  );
  useActions("Connection", () =>
    (load.data()?.items ?? []).slice(0, 1).map((first) => ({
      label: "Compare portal and chart now",
      key: "e",
      run: () => void comparing.compare(first),
    })),
  );
  return (
    <div class="stack wide">
      <h1>Connection</h1>
      <Stale load={load} />
      <Show when={load.data()} fallback={<NotYet load={load} />}>
        {(data) => (
          <For each={data().items.map(({ id }) => id)} fallback={<NoneAtAll />}>
            {(id) => (
              <Show when={data().items.find((each) => each.id === id)}>
                {(found) => <One connection={found()} comparing={comparing} />}
              </Show>
            )}
          </For>
        )}
      </Show>
    </div>
  );
}

function createComparing(load: Load<Connections>) {
  const [busy, setBusy] = createSignal<string>();
  const [problem, setProblem] = createSignal<ApiProblem>();
  async function compare({ id }: Connection): Promise<void> {
    if (busy()) return;
    setBusy(id);
    setProblem(undefined);
    try {
      const after = await call("POST /practice/connections/{id}/reconcile", { id });
      const data = load.data();
      if (data)
        load.set({ ...data, items: data.items.map((each) => (each.id === id ? after : each)) });
      tell(`Compared. ${differences(after)}`);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(undefined);
    }
  }
  return { busy, problem, compare };
}
type Comparing = ReturnType<typeof createComparing>;

const differences = ({ drift }: Connection): string => {
  const left = drift.filter(({ repair }) => repair !== "done").length;
  return left === 0 ? "Chart and portal agree." : `${many(left, "difference")} left.`;
};

const NotYet = (props: { load: Load<Connections> }) => (
  <Show when={!props.load.loading() && props.load.problem()} fallback={<RowSkeleton rows={10} />}>
    {(problem) => <StaffTrouble problem={problem()} retry={() => void props.load.reload()} />}
  </Show>
);

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

function One(props: { connection: Connection; comparing: Comparing }) {
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
      <Show when={props.comparing.problem()}>
        {(problem) => <StaffTrouble problem={problem()} />}
      </Show>
      <div class="connection-panes">
        <Abilities connection={it()} />
        <Figures connection={it()} />
      </div>
      <DriftList connection={it()} />
    </article>
  );
}

const CompareButton = (props: { connection: Connection; comparing: Comparing }) => (
  <span class="row compare">
    <button
      type="button"
      class="btn small"
      aria-disabled={props.comparing.busy() !== undefined}
      onClick={() => void props.comparing.compare(props.connection)}
    >
      Compare now
      <Keys chord="e" />
    </button>
    <span class="soft small" role="status">
      <Show when={props.comparing.busy() === props.connection.id}>
        <span class="compare-words">Comparing portal and chart, both ways…</span>
      </Show>
    </span>
  </span>
);

const Abilities = (props: { connection: Connection }) => (
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
    <Show when={props.connection.statementAsOf}>
      {(asOf) => <p class="soft small">From the EHR’s own statement, read {say.ago(asOf())}.</p>}
    </Show>
    <Show when={props.connection.missing.length > 0}>
      <h4 class="small">Missing for everything to work</h4>
      <ul class="missing small">
        <For each={props.connection.missing}>{(line) => <li>{line}</li>}</For>
      </ul>
    </Show>
  </section>
);

const Figures = (props: { connection: Connection }) => {
  const it = () => props.connection;
  const since = (at: string | undefined) => (at ? say.ago(at) : "never");
  return (
    <section class="box">
      <h3>Right now</h3>
      <StaffFacts
        facts={[
          ["Last answer", since(it().lastAnswerAt)],
          ["Failed in a row", String(it().failures)],
          ["Waiting writes", it().waiting === 0 ? "None" : String(it().waiting)],
          ["Compared", since(it().lastReconciledAt)],
          ["Made by", it().vendor],
        ]}
      />
    </section>
  );
};
