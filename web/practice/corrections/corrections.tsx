import "./corrections.css";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import { type Answer, call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { asProblem } from "#web/api/problem.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Chip } from "#web/ui/chip.tsx";
import { onBeat } from "#web/ui/staff/pulse.ts";
import { tell } from "#web/ui/staff/tell.tsx";
import { Nothing, RowSkeleton, StaffTrouble, Stale } from "#web/ui/staff/trouble.tsx";
import { problemLine } from "#web/ui/staff/words.ts";
import { createTitle } from "#web/ui/title.ts";
import { chartWords } from "./words.ts";

type Queue = Answer<"GET /practice/corrections">;
type Item = Queue["items"][number];
type Decision = "accepted" | "refused";

const SAID: Readonly<Record<Decision, string>> = {
  accepted: "Accepted: the patient sees it.",
  refused: "Refused: the patient sees why.",
};

/** What patients say is wrong in their charts, the most urgent first; each is answered where it stands. */
export function Corrections() {
  const load = createLoad<Queue>(() => call("GET /practice/corrections", {}));
  onBeat(() => void load.reload());
  createTitle(() => "Corrections");
  const without = (id: string) => {
    const known = load.data();
    if (known) load.set({ ...known, items: known.items.filter((item) => item.id !== id) });
  };
  return (
    <div class="stack wide corrections">
      <div>
        <h1>Corrections</h1>
        <p class="soft">
          Patients say that something in their chart is wrong. The law wants an answer within 60
          days. Change the chart first, then say so here: the answer is not written into the chart.
        </p>
      </div>
      <Stale load={load} />
      <Show when={load.data()} fallback={<NotYet load={load} />}>
        {(data) => (
          <For
            each={data().items}
            fallback={<Nothing icon="inbox" title="Nobody waits for an answer" />}
          >
            {(item) => <One item={item} onAnswered={() => without(item.id)} />}
          </For>
        )}
      </Show>
    </div>
  );
}

const NotYet = (props: { load: ReturnType<typeof createLoad<Queue>> }) => (
  <Show when={props.load.problem()} fallback={<RowSkeleton rows={3} />}>
    {(problem) => <StaffTrouble problem={problem()} retry={() => void props.load.reload()} />}
  </Show>
);

const dayOf = (at: string): string => say.longDay(at, practice()?.timeZone ?? "UTC");

const One = (props: { item: Item; onAnswered: () => void }) => (
  <article class="card stack" aria-labelledby={props.item.id}>
    <div class="row apart">
      <h2 id={props.item.id}>
        <a class="link" href={`/practice/patients/${props.item.patient.id}`}>
          {props.item.patient.name}
        </a>
      </h2>
      <Chip tone={props.item.overdue ? "bad" : "wait"} icon="clock">
        {props.item.overdue ? "Overdue since" : "Answer by"} {dayOf(props.item.dueAt)}
      </Chip>
    </div>
    <dl class="corrections-facts">
      <div>
        <dt>About</dt>
        <dd>
          <Show when={props.item.about} fallback="No record named">
            {(about) => (
              <>
                {about().title || "A record without a name"}{" "}
                <span class="soft small">{about().id.replace("~", "/")}</span>
              </>
            )}
          </Show>
        </dd>
      </div>
      <div>
        <dt>Asked</dt>
        <dd>{dayOf(props.item.askedAt)}</dd>
      </div>
      <div>
        <dt>Chart</dt>
        <dd>
          {chartWords(props.item.writeBack)}{" "}
          <span class="soft small">{props.item.writeBack.reference}</span>
        </dd>
      </div>
    </dl>
    <blockquote>{props.item.words}</blockquote>
    <AnswerForm item={props.item} onAnswered={props.onAnswered} />
  </article>
);

/** Accepted with a word or without; refused never without one. */
function AnswerForm(props: { item: Item; onAnswered: () => void }) {
  const id = createUniqueId();
  const [words, setWords] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal("");
  const askWhy = () => {
    setFault("Say why: the patient reads it.");
    document.getElementById(id)?.focus();
  };
  async function answer(decision: Decision): Promise<void> {
    const reason = words().trim();
    if (busy()) return;
    if (decision === "refused" && reason === "") return askWhy();
    setBusy(true);
    setFault("");
    try {
      await call("POST /practice/patients/{patientId}/corrections/{id}/answer", {
        patientId: props.item.patient.id,
        id: props.item.id,
        decision,
        ...(reason ? { reason } : {}),
      });
      tell(SAID[decision]);
      props.onAnswered();
    } catch (thrown) {
      setFault(problemLine(asProblem(thrown)));
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <div class="field">
        <label for={id}>
          Words to the patient <span class="soft small">(needed to refuse)</span>
        </label>
        <textarea
          class="input"
          id={id}
          rows={2}
          maxLength={1000}
          aria-describedby={`${id}-fault`}
          aria-invalid={fault() !== ""}
          value={words()}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <p class="fault small" id={`${id}-fault`} role="alert">
          {fault()}
        </p>
      </div>
      <div class="row">
        <button
          type="button"
          class="btn small"
          aria-disabled={busy()}
          onClick={() => void answer("accepted")}
        >
          The chart was put right
        </button>
        <button
          type="button"
          class="btn small line"
          aria-disabled={busy()}
          onClick={() => void answer("refused")}
        >
          Refuse
        </button>
      </div>
    </form>
  );
}
