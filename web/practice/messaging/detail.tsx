import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import type { DeskThread, DeskThreadSummary } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { createLoad, type Load } from "#web/api/load.ts";
import { pollWhile } from "#web/api/poll.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Chip } from "#web/ui/chip.tsx";
import { Said } from "#web/ui/said/said.tsx";
import { isOnItsWay, newer } from "#web/ui/said/threads.ts";
import { useActions } from "#web/ui/staff/actions.ts";
import { StaffFacts } from "#web/ui/staff/facts.tsx";
import { born } from "#web/ui/staff/patient-search.ts";
import { may } from "#web/ui/staff/places.ts";
import { onBeat } from "#web/ui/staff/pulse.ts";
import { RowSkeleton, StaffTrouble, Stale } from "#web/ui/staff/trouble.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { type Desk, keyOf } from "./desk-model.ts";
import { aboutLine, chartLook, standing } from "./words.ts";

const SOON_MS = 2000;

/** The conversation in hand: whose, what was said, and the answer. Made anew for each. */
export function ThreadDetail(props: { of: string; desk: Desk; onLeave: () => void }) {
  const [patientId = "", id = ""] = props.of.split(" ");
  const load: Load<DeskThread> = createLoad<DeskThread>(() =>
    call("GET /practice/patients/{patientId}/threads/{id}", { patientId, id }).then((read) =>
      newer(load.data(), read),
    ),
  );
  onBeat(() => void load.reload());
  const onItsWay = createMemo(() => isOnItsWay(load.data(), "practice"));
  pollWhile(onItsWay, load.reload, SOON_MS);
  createEffect(on(load.data, (thread) => thread && props.desk.hold(thread)));
  return (
    <div class="stack wide">
      <Show when={load.data() ?? props.desk.item()}>{(thread) => <Who of={thread()} />}</Show>
      <Show
        when={load.data()}
        fallback={
          <Show when={!load.loading() && load.problem()} fallback={<RowSkeleton rows={3} />}>
            {(problem) => <StaffTrouble problem={problem()} retry={() => void load.reload()} />}
          </Show>
        }
      >
        {(thread) => (
          <Whole thread={thread()} load={load} desk={props.desk} onLeave={props.onLeave} />
        )}
      </Show>
    </div>
  );
}

interface WholeProps {
  readonly thread: DeskThread;
  readonly load: Load<DeskThread>;
  readonly desk: Desk;
  readonly onLeave: () => void;
}

function Whole(props: WholeProps) {
  let field: HTMLTextAreaElement | undefined;
  let said: HTMLDivElement | undefined;
  const writing = props.desk.writing(keyOf(props.thread));
  const toField = () => {
    props.desk.setReading(true);
    field?.focus();
  };
  useActions("Conversation", () => [
    { label: "Answer", key: "r", run: toField },
    ...(props.thread.state === "waiting"
      ? [
          {
            label: "Close without an answer",
            key: "d",
            run: () => props.desk.setClosing(props.thread),
          },
        ]
      : []),
  ]);
  const theirs = createMemo(() => props.thread.said.filter(({ by }) => by === "patient").length);
  // The last words are what is to be answered; also those that come while somebody reads.
  const toLast = () => said?.querySelector("li:last-child")?.scrollIntoView({ block: "nearest" });
  createEffect(on(theirs, () => queueMicrotask(toLast)));
  const [came, setCame] = createSignal(false);
  createEffect(on(theirs, () => setCame(true), { defer: true }));
  return (
    <>
      <StaffFacts facts={[["About", <About of={props.thread} />]]} />
      <div ref={said}>
        <Said
          said={props.thread.said}
          own="practice"
          name={({ name: who }) => who}
          looks={(message) => [chartLook(message)]}
        />
      </div>
      <div>
        <Stale load={props.load} />
        <p class="small" role="status">
          <Show when={came()}>A new message came.</Show>
        </p>
      </div>
      <AnswerForm
        thread={props.thread}
        writing={writing}
        onField={(input) => (field = input)}
        onSent={(thread) => {
          setCame(false);
          props.load.set(thread);
          props.desk.settled(thread, `Sent. ${thread.patient.name} reads it in the portal.`);
        }}
        onClose={() => props.desk.setClosing(props.thread)}
        onLeave={props.onLeave}
      />
    </>
  );
}

const Who = (props: { of: DeskThreadSummary }) => (
  <div class="who thread-who">
    <Avatar name={props.of.patient.name} large />
    <div>
      <h2>
        <Show when={may("patients")} fallback={props.of.patient.name}>
          <a href={`/practice/patients/${props.of.patient.id}`}>{props.of.patient.name}</a>
        </Show>
      </h2>
      <p class="soft small">{born(props.of.patient.birthDate)}</p>
    </div>
    <Chip tone={standing(props.of).tone} icon={standing(props.of).icon}>
      {standing(props.of).words}
    </Chip>
  </div>
);

const About = (props: { of: DeskThread }) => (
  <>
    {aboutLine(props.of)}{" "}
    <Show when={props.of.about}>
      {(about) => <span class="soft small">{about().id.replace("~", "/")}</span>}
    </Show>
  </>
);
