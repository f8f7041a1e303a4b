import { createSignal, createUniqueId, For, Match, Show, Switch } from "solid-js";
import type { DeskResult } from "#domain/release-desk.ts";
import { now } from "#web/api/clock.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { DialogFoot } from "#web/ui/staff/dialog-foot.tsx";
import { createSending } from "#web/ui/staff/sending.ts";
import { Refused } from "#web/ui/staff/trouble.tsx";
import { many } from "#web/ui/staff/words.ts";
import { WordsField } from "#web/ui/staff/words-field.tsx";
import { decide, releaseMany } from "./results-model.ts";
import { REASON, REASONS } from "./words.ts";

/** What a dialog is open for; the results stay those it was opened for, whatever the list does meanwhile. */
export interface Deciding {
  readonly what: "release" | "hold" | "lift" | "discussed" | "comment" | "many";
  readonly results: readonly DeskResult[];
}

const TITLE: Record<Deciding["what"], (name: string, count: number) => string> = {
  release: (name) => `Show it to ${name} now`,
  hold: (name) => `Hold a result of ${name}`,
  lift: (name) => `End the hold for ${name}`,
  discussed: (name) => `Talked over with ${name}`,
  comment: (name) => `Comment for ${name}`,
  many: (_, count) => `Release ${many(count, "result")}`,
};

interface About {
  readonly deciding: Deciding;
  readonly result: DeskResult;
  readonly onClose: () => void;
}

export const DecidingDialog = (props: {
  deciding: Deciding | undefined;
  onClose: () => void;
  onDone: () => void;
}) => (
  <Dialog
    open={props.deciding !== undefined}
    title={
      props.deciding
        ? TITLE[props.deciding.what](
            props.deciding.results[0]?.patient.name ?? "",
            props.deciding.results.length,
          )
        : ""
    }
    onClose={props.onClose}
  >
    <Show when={props.deciding} keyed>
      {(deciding) => (
        <Show when={deciding.results[0]}>
          {(result) => (
            <Form
              deciding={deciding}
              result={result()}
              onClose={deciding.what === "many" ? props.onDone : props.onClose}
            />
          )}
        </Show>
      )}
    </Show>
  </Dialog>
);

const Form = (props: About) => (
  <Switch fallback={<SayForm {...props} />}>
    <Match when={props.deciding.what === "hold"}>
      <HoldForm {...props} />
    </Match>
    <Match when={props.deciding.what === "comment"}>
      <CommentForm {...props} />
    </Match>
  </Switch>
);

const SENTENCE: Record<Deciding["what"], string> = {
  release:
    "It is shown at once, with what may still come to it. If it is preliminary, its final version is shown too.",
  lift: "What else waits goes on waiting: a law, or the patient’s own wish.",
  discussed:
    "You say that you talked it over with the patient, and that they asked to have it online.",
  many: "Each is shown at once, unless a law leaves you no word; those are named afterwards.",
  hold: "",
  comment: "",
};
const BUTTON: Record<Deciding["what"], string> = {
  release: "Show it now",
  lift: "End the hold",
  discussed: "Yes, we talked",
  many: "Release them",
  hold: "Hold it",
  comment: "Send",
};

/** A decision that takes no more than a yes. */
function SayForm(props: About) {
  const sending = createSending(() => props.onClose());
  const go = () => {
    const { what, results } = props.deciding;
    void sending.send(() =>
      what === "many" ? releaseMany(results) : decide(props.result, { decision: what }),
    );
  };
  return (
    <div class="stack">
      <p>{SENTENCE[props.deciding.what]}</p>
      <Refused problem={sending.problem()} />
      <DialogFoot
        button={BUTTON[props.deciding.what]}
        busy={sending.busy()}
        onGo={go}
        onClose={props.onClose}
      />
    </div>
  );
}

/** Up to the longest that one decision may last (release-events.ts). */
const DAYS = [1, 2, 3, 5, 7, 10, 14] as const;
const DAY_MS = 86_400_000;

/** A hold is one person's decision: it names its ground, its reason and its end. */
function HoldForm(props: About) {
  const sending = createSending(() => props.onClose());
  const [reason, setReason] = createSignal(REASONS[0] ?? "life-or-physical-safety");
  const [days, setDays] = createSignal(3);
  const [note, setNote] = createSignal("");
  const [missing, setMissing] = createSignal(false);
  const group = createUniqueId();
  const until = () => new Date(Date.parse(now()) + days() * DAY_MS).toISOString();
  const go = () => {
    const words = note().trim();
    setMissing(words === "");
    if (words === "") return;
    const hold = { decision: "hold" as const, reason: reason(), note: words, until: until() };
    void sending.send(() => decide(props.result, hold));
  };
  return (
    <div class="stack">
      <fieldset class="plain stack results-reasons">
        <legend>Ground</legend>
        <For each={REASONS}>
          {(one) => (
            <label class="results-reason">
              <input
                type="radio"
                name={group}
                checked={reason() === one}
                onChange={() => setReason(one)}
              />
              <span>
                {REASON[one][0]}
                <br />
                <span class="soft small">{REASON[one][1]}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <div class="field">
        <label for={`${group}-days`}>For</label>
        <select
          id={`${group}-days`}
          class="input"
          value={String(days())}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        >
          <For each={DAYS}>{(one) => <option value={one}>{many(one, "day")}</option>}</For>
        </select>
      </div>
      <WordsField
        label="Why, for this patient"
        hint="Colleagues and the hold report read it; the patient does not."
        value={note()}
        onInput={setNote}
        longest={500}
        fault={missing() ? "A hold needs its reason in words." : undefined}
      />
      <Refused problem={sending.problem()} />
      <DialogFoot
        words={`It ends by itself: ${say.dateTime(until(), practice()?.timeZone ?? "UTC")}.`}
        button={BUTTON.hold}
        busy={sending.busy()}
        onGo={go}
        onClose={props.onClose}
      />
    </div>
  );
}

function CommentForm(props: About) {
  const sending = createSending(() => props.onClose());
  const [words, setWords] = createSignal("");
  const [missing, setMissing] = createSignal(false);
  const go = () => {
    const comment = words().trim();
    setMissing(comment === "");
    if (comment !== "")
      void sending.send(() => decide(props.result, { decision: "comment", comment }));
  };
  return (
    <div class="stack">
      <WordsField
        label="What the patient reads beside the result"
        hint="Plain words: what it means, and what comes next. It stays beside the result."
        value={words()}
        onInput={setWords}
        longest={2000}
        fault={missing() ? "Write a word first." : undefined}
      />
      <Refused problem={sending.problem()} />
      <DialogFoot button={BUTTON.comment} busy={sending.busy()} onGo={go} onClose={props.onClose} />
    </div>
  );
}
