import "#web/ui/calendar-tile.css";
import "#web/ui/staff/queue-rows.css";
import "./patients.css";
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import type { PatientPage } from "#domain/desk.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import type { FinishedCall } from "#domain/work.ts";
import { call } from "#web/api/call.ts";
import { createLoad, type Load } from "#web/api/load.ts";
import { say } from "#web/i18n/language.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Chip } from "#web/ui/chip.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { navigate, param } from "#web/ui/router.tsx";
import { type Action, useActions } from "#web/ui/staff/actions.ts";
import { Keys } from "#web/ui/staff/key-caps.tsx";
import { born } from "#web/ui/staff/patient-search.ts";
import { Phone } from "#web/ui/staff/phone.tsx";
import { may } from "#web/ui/staff/places.ts";
import { beat, onBeat } from "#web/ui/staff/pulse.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { NotYet, Stale } from "#web/ui/staff/trouble.tsx";
import { createTitle } from "#web/ui/title.ts";
import { stateLook } from "#web/ui/visit-state.ts";
import { DeskDialog, type DeskTask } from "./desk-dialog.tsx";
import { Visits } from "./visits.tsx";
import { calledWords, kindWords, stateWords } from "./words.ts";

/** One patient: their visits, what they did in the portal and whether the chart has it, and who cares for them. */
export function Patient() {
  const id = param("id");
  const load = createLoad(() => call("GET /practice/patients/{id}", { id }));
  const [task, setTask] = createSignal<DeskTask>();
  const [picked, pick] = createSignal<string>();
  onBeat(() => void load.reload());
  createTitle(() => load.data()?.patient.name ?? "Patient");
  const coming = createMemo(() => load.data()?.coming ?? []);
  const inHand = () => coming().find((visit) => visit.id === picked()) ?? coming()[0];
  const step = (by: 1 | -1) => {
    const at = coming().findIndex((visit) => visit.id === inHand()?.id);
    pick((coming()[at + by] ?? inHand())?.id);
  };
  const start = (what: DeskTask["what"], visit = inHand()) => {
    if (what === "book") setTask({ what });
    else if (visit) setTask({ what, visit });
  };
  useActions("Patient", () => [
    { label: "Next visit", key: "j", run: () => step(1), palette: false },
    { label: "Previous visit", key: "k", run: () => step(-1), palette: false },
    { label: "Back to patients", key: "Escape", run: () => void navigate("/practice/patients") },
    ...(may("schedule") && load.data() ? desk(start, inHand()) : []),
  ]);
  const done = (said: string) => {
    setTask(undefined);
    tell(said);
    beat();
  };
  return (
    <div class="patient">
      <p>
        <a class="link" href="/practice/patients">
          <Icon name="left" size={16} />
          Patients
        </a>
      </p>
      <Show when={load.data()} fallback={<Coming load={load} />}>
        {(page) => (
          <>
            <Head page={page()} onBook={() => start("book")} />
            <Stale
              load={load}
              asOf={page().stale ? page().asOf : undefined}
              partial={page().stale && page().asOf === undefined}
            />
            <div class="patient-panes">
              <Visits page={page()} inHand={inHand()?.id} onPick={pick} onTask={start} />
              <Beside page={page()} />
            </div>
            <DeskDialog
              task={task()}
              patient={page().patient}
              onClose={() => setTask(undefined)}
              onDone={done}
            />
          </>
        )}
      </Show>
    </div>
  );
}

type Start = (what: DeskTask["what"], visit?: ScheduledVisit) => void;

const desk = (start: Start, visit: ScheduledVisit | undefined): Action[] => [
  { label: "Book a visit", key: "n", run: () => start("book") },
  ...(visit
    ? [
        { label: "Move the visit in hand", key: "m", run: () => start("move") },
        { label: "Cancel the visit in hand", key: "x", run: () => start("cancel") },
      ]
    : []),
];

const Coming = (props: { load: Load<PatientPage> }) => (
  <>
    <h1 class="sr">Patient</h1>
    <NotYet load={props.load} rows={10} />
  </>
);

const LANGUAGE = { en: "English", es: "Spanish" };

function Head(props: { page: PatientPage; onBook: () => void }) {
  const card = () => props.page.patient;
  const facts = () => [
    card().language ? LANGUAGE[card().language ?? "en"] : "",
    card().hasAccount ? "Uses the portal" : "No portal account",
  ];
  return (
    <div class="who patient-head">
      <Avatar name={card().name} large />
      <div>
        <h1>{card().name}</h1>
        <p class="soft small">{[born(card().birthDate), ...facts()].filter(Boolean).join(" · ")}</p>
        <p class="row small">
          <Show when={card().phone}>{(phone) => <Phone number={phone()} />}</Show>
          <Show when={card().email}>
            {(email) => (
              <a class="link" href={`mailto:${email()}`}>
                {email()}
              </a>
            )}
          </Show>
        </p>
      </div>
      <Show when={may("schedule")}>
        <button type="button" class="btn small" onClick={() => props.onBook()}>
          Book a visit
          <Keys chord="n" />
        </button>
      </Show>
    </div>
  );
}

const Beside = (props: { page: PatientPage }) => (
  <div class="stack wide">
    <Box
      title="In the portal"
      none="Nothing was done in the portal yet."
      empty={props.page.writeBacks.length === 0}
    >
      <ul class="deeds-list">
        <For each={props.page.writeBacks}>
          {(entry) => (
            <li>
              <span class="row apart">
                <strong>{kindWords(entry.kind)}</strong>
                <span class="soft small">{say.ago(entry.writeBack.since)}</span>
              </span>
              <Chip
                tone={stateLook(entry.writeBack.state).tone}
                icon={stateLook(entry.writeBack.state).icon}
              >
                {stateWords(entry.writeBack, entry.kind)}
              </Chip>
              <Show when={entry.writeBack.reference}>
                <span class="soft small">{entry.writeBack.reference}</span>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Box>
    <Box title="Calls" none="Nobody has called them yet." empty={props.page.calls.length === 0}>
      <ul class="deeds-list">
        <For each={props.page.calls}>{(made) => <Call call={made} />}</For>
      </ul>
    </Box>
    <Box
      title="Who may act for them"
      none="Nobody acts for this patient."
      empty={props.page.carers.length === 0}
    >
      <ul class="deeds-list">
        <For each={props.page.carers}>
          {(carer) => (
            <li>
              <span>
                <strong>{carer.name}</strong> <span class="soft">{carer.relationship}</span>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Box>
  </div>
);

const Call = (props: { call: FinishedCall }) => (
  <li>
    <span class="row apart">
      <strong>{calledWords(props.call.reason)}</strong>
      <span class="soft small">{say.ago(props.call.at)}</span>
    </span>
    <Show when={props.call.note}>{(note) => <p class="call-note">{note()}</p>}</Show>
    <span class="soft small">{props.call.by}</span>
  </li>
);

const Box = (props: { title: string; none: string; empty: boolean; children: JSX.Element }) => (
  <section class="box">
    <h2>{props.title}</h2>
    <Show when={!props.empty} fallback={<p class="soft small">{props.none}</p>}>
      {props.children}
    </Show>
  </section>
);
