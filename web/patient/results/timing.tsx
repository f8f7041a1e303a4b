import "./timing.css";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { Timing as When } from "#domain/release-events.ts";
import type { ResultClass } from "#domain/release-law/law.ts";
import type { ResultTiming } from "#domain/results.ts";
import { call } from "#web/api/call.ts";
import { createLoad, type Load } from "#web/api/load.ts";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";
import { language } from "#web/i18n/language.ts";
import { en } from "#web/i18n/timing-en.ts";
import { es } from "#web/i18n/timing-es.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, problemWords, Trouble } from "#web/ui/notice.tsx";

/** These words come with this screen alone: no other page of the portal pays for them. */
const w = (key: keyof typeof en): string => (language() === "es" ? es : en)[key];

const WHEN: readonly When[] = ["now", "waking-hours", "after-comment", "only-that-it-is-there"];
const KINDS: readonly ResultClass[] = [
  "malignancy",
  "genetic",
  "cancer-genetic",
  "hiv",
  "hepatitis-antigen",
  "drug-abuse",
];

/** The patient's own choice of when results show up. */
export function Timing(props: { onChange: () => void }) {
  setOutcome(undefined);
  const load = createLoad(() => call("GET /account/result-timing", {}));
  return (
    <Show
      when={load.data()}
      fallback={
        <Show when={load.problem()} fallback={<Skeleton />}>
          {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
        </Show>
      }
      keyed
    >
      {(timing) => <Form timing={timing} load={load} onChange={props.onChange} />}
    </Show>
  );
}

interface FormProps {
  readonly timing: ResultTiming;
  readonly load: Load<ResultTiming>;
  readonly onChange: () => void;
}

const [outcome, setOutcome] = createSignal<"timing.saved" | "timing.changed">();

function Form(props: FormProps) {
  const { usual: before, byClass: apart, version } = props.timing;
  const [usual, setUsual] = createSignal(before);
  const [byClass, setByClass] = createSignal(apart);
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem>();
  const changed = () => setOutcome(undefined);
  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const choice = { usual: usual(), byClass: byClass(), version };
      const next = await call("PUT /account/result-timing", choice);
      setOutcome("timing.saved");
      props.load.set(next);
      props.onChange();
    } catch (thrown) {
      const refusal = asProblem(thrown);
      if (refusal.code !== "work.changed") return void setProblem(refusal);
      setOutcome("timing.changed");
      await props.load.reload();
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="stack timing" onSubmit={(event) => void save(event)} onChange={changed}>
      <p>{w("timing.lead")}</p>
      <Usual value={usual()} onPick={setUsual} />
      <Apart
        value={byClass()}
        onPick={(kind, when) => setByClass({ ...byClass(), [kind]: when })}
      />
      <p class="soft small">{w("timing.law")}</p>
      <Said problem={problem()} />
      <button type="submit" class="btn" aria-disabled={busy()}>
        {w(busy() ? "timing.saving" : "timing.save")}
      </button>
    </form>
  );
}

const Said = (props: { problem: ApiProblem | undefined }) => (
  <>
    <div role="alert">
      <Show when={props.problem}>
        {(found) => <Notice tone="bad" icon="alert" title={problemWords(found())} />}
      </Show>
    </div>
    <p role="status" class="row note">
      <Show when={outcome()}>
        {(key) => (
          <>
            <Icon name={key() === "timing.saved" ? "check" : "alert"} />
            {w(key())}
          </>
        )}
      </Show>
    </p>
  </>
);

function Usual(props: { value: When; onPick: (when: When) => void }) {
  const group = createUniqueId();
  return (
    <fieldset class="plain">
      <legend class="timing-legend">{w("timing.usual")}</legend>
      <For each={WHEN}>
        {(when) => (
          <label class="timing-choice">
            <input
              type="radio"
              name={group}
              checked={props.value === when}
              onChange={() => props.onPick(when)}
            />
            <span>
              {w(`timing.${when}`)}
              <br />
              <span class="soft small">{w(`timing.${when}Help`)}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

function Apart(props: {
  value: ResultTiming["byClass"];
  onPick: (kind: ResultClass, when: When | undefined) => void;
}) {
  const id = createUniqueId();
  const some = () => KINDS.some((kind) => props.value[kind] !== undefined);
  return (
    <details open={some()}>
      <summary class="link">{w("timing.apart")}</summary>
      <div class="timing-kinds">
        <For each={KINDS}>
          {(kind) => (
            <div class="field">
              <label for={`${id}-${kind}`}>{w(`timing.${kind}`)}</label>
              <select
                id={`${id}-${kind}`}
                class="input"
                value={props.value[kind] ?? ""}
                onChange={(event) =>
                  props.onPick(
                    kind,
                    WHEN.find((when) => when === event.currentTarget.value),
                  )
                }
              >
                <option value="">{w("timing.same")}</option>
                <For each={WHEN}>
                  {(when) => <option value={when}>{w(`timing.${when}`)}</option>}
                </For>
              </select>
            </div>
          )}
        </For>
      </div>
    </details>
  );
}
