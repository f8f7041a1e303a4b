import "#web/ui/chart/chart.css";
import { createMemo, For, Show } from "solid-js";
import type { DeskPreview, DeskResult } from "#domain/release-desk.ts";
import type { Result } from "#domain/results.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { pollWhile } from "#web/api/poll.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { stageWords } from "#web/ui/chart/codes.ts";
import { moment } from "#web/ui/chart/dates.ts";
import { MeasuredList } from "#web/ui/chart/measured-list.tsx";
import { Comments } from "#web/ui/chart/papers.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { type Deed, Deeds } from "#web/ui/staff/deeds.tsx";
import { StaffFacts } from "#web/ui/staff/facts.tsx";
import { NotYet } from "#web/ui/staff/trouble.tsx";
import { Who } from "#web/ui/staff/who.tsx";
import { Decisions } from "./decisions.tsx";
import { StateChip, untilWords } from "./list.tsx";
import { keyOf } from "./results-model.ts";
import { BECAUSE, CLASS, REASON, STATE } from "./words.ts";

/** A chart that answers has it within this time, milliseconds. */
const SOON_MS = 1500;

const zone = () => practice()?.timeZone ?? "UTC";

/** The result in hand: whose, why it is not shown, what may be done, and what the patient will see. */
export const ResultDetail = (props: { item: DeskResult; deeds: readonly Deed[] }) => (
  <div class="stack wide">
    <Who patient={props.item.patient} chip={<StateChip item={props.item} />}>
      <a class="link" href={`/practice/results?patient=${props.item.patient.id}`}>
        All results of this patient
      </a>
    </Who>
    <Deeds all={props.deeds} />
    <Why item={props.item} />
    <StaffFacts
      facts={[
        ["Result", props.item.title],
        ["Taken", props.item.date && moment(props.item.date)],
        ["Stage", stageWords(props.item.status)],
        ["Known since", say.dateTime(props.item.since, zone())],
        ["Counts as", props.item.classes.map((one) => CLASS[one]).join(", ")],
      ]}
    />
    <Preview item={props.item} />
  </div>
);

const Why = (props: { item: DeskResult }) => (
  <Show when={props.item.because}>
    {(because) => (
      <Notice
        tone={STATE[props.item.state][1]}
        icon={STATE[props.item.state][2]}
        title={untilWords(props.item)}
      >
        <p class="small">{BECAUSE[because()][1]}</p>
        <Show when={props.item.rule}>
          {(rule) => (
            <p class="small">
              {rule().citation}
              {rule().author === "practice" ? ", on this practice’s own responsibility." : "."}
              {rule().verified ? "" : " Not yet read by counsel: check it before you rely on it."}
            </p>
          )}
        </Show>
        <Show when={!props.item.releasable && props.item.state !== "visible"}>
          <p class="small">Your word alone does not show it before then.</p>
        </Show>
        <For each={props.item.holds}>
          {(hold) => (
            <p class="small">
              Held by {hold.by} on {say.dateTime(hold.at, zone())}, until{" "}
              {say.dateTime(hold.until, zone())}: {REASON[hold.reason][0]}.{" "}
              <Show when={hold.note}>“{hold.note}”</Show>
            </p>
          )}
        </For>
      </Notice>
    )}
  </Show>
);

/** What was decided so far, and what the patient sees once it is shown: the same parts, in the patient's words. */
function Preview(props: { item: DeskResult }) {
  // Read again when the result is another, or has become another.
  const asked = createMemo(() => `${keyOf(props.item)} ${props.item.version}`);
  const load = createLoad<DeskPreview>(() => {
    const [patientId = "", id = ""] = asked().split(" ");
    return call("GET /practice/patients/{patientId}/results/{id}", { patientId, id });
  });
  const mine = () => {
    const found = load.data();
    return found && keyOf(found) === keyOf(props.item) ? found : undefined;
  };
  const isOnItsWay = () =>
    mine()?.decisions.some(({ writeBack }) => writeBack.state === "saved") ?? false;
  pollWhile(isOnItsWay, load.reload, SOON_MS);
  return (
    <>
      <Decisions all={mine()?.decisions ?? []} />
      <section class="stack" aria-labelledby="preview">
        <h3 id="preview">As the patient sees it</h3>
        <Show when={mine()} fallback={<NotYet load={load} rows={3} />}>
          {(found) => <Seen result={found().preview} />}
        </Show>
      </section>
    </>
  );
}

const Seen = (props: { result: Result }) => (
  <div class="card stack results-seen">
    <strong>{props.result.title}</strong>
    <Show when={props.result.measured.length > 0}>
      <MeasuredList all={props.result.measured} of={props.result.status} />
    </Show>
    <Comments all={props.result.comments} />
    <Show when={props.result.conclusion}>{(words) => <p class="chart-text">{words()}</p>}</Show>
    <Show when={props.result.attachments?.length}>
      {(files) => (
        <p class="soft small">
          {files() === 1 ? "One file is attached." : `${files()} files are attached.`}
        </p>
      )}
    </Show>
    <Show when={isBare(props.result)}>
      <p class="soft">It holds no values and no words.</p>
    </Show>
  </div>
);

const isBare = ({ measured, conclusion, attachments, comments }: Result): boolean =>
  measured.length === 0 && !conclusion && !attachments?.length && !comments?.length;
