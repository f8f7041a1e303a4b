import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import type { DeskThread } from "#domain/messaging.ts";
import { call } from "#web/api/call.ts";
import { createLoad, type Load } from "#web/api/load.ts";
import { pollWhile } from "#web/api/poll.ts";
import { Said } from "#web/ui/said/said.tsx";
import { isOnItsWay, newer } from "#web/ui/said/threads.ts";
import { useActions } from "#web/ui/staff/actions.ts";
import { StaffFacts } from "#web/ui/staff/facts.tsx";
import { onBeat } from "#web/ui/staff/pulse.ts";
import { NotYet, Stale } from "#web/ui/staff/trouble.tsx";
import { Who } from "#web/ui/staff/who.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { type Desk, keyOf } from "./desk-model.ts";
import { Standing } from "./list.tsx";
import { aboutLine, chartLook } from "./words.ts";

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
      <Show when={load.data() ?? props.desk.item()}>
        {(thread) => (
          <div class="thread-who">
            <Who patient={thread().patient} chip={<Standing of={thread()} />} />
          </div>
        )}
      </Show>
      <Show when={load.data()} fallback={<NotYet load={load} rows={3} />}>
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

const About = (props: { of: DeskThread }) => (
  <>
    {aboutLine(props.of)}{" "}
    <Show when={props.of.about}>
      {(about) => <span class="soft small">{about().id.replace("~", "/")}</span>}
    </Show>
  </>
);
