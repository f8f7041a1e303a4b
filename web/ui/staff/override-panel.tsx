import { createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import { Notice } from "#web/ui/notice.tsx";
import { type Overriding, RULE_WORDS } from "./overriding.ts";
import { StaffTrouble } from "./trouble.tsx";
import { problemLine } from "./words.ts";

/** What came back instead of a visit: a rule that may be set aside, something to retry, or a plain refusal. */
export const OverridePanel = (props: { order: Overriding }) => (
  <>
    <Show when={props.order.set().length > 0}>
      <ul class="small soft">
        <For each={props.order.set()}>
          {(each) => (
            <li>
              Set aside: {RULE_WORDS[each.rule]}. “{each.reason}”
            </li>
          )}
        </For>
      </ul>
    </Show>
    <Show when={props.order.problem()}>
      {(problem) => (
        <Show when={props.order.rule()} fallback={<Refused order={props.order} />}>
          {(rule) => (
            <div role="alert">
              <Notice tone="wait" icon="alert" title={problemLine(problem())}>
                <SetAside rule={RULE_WORDS[rule()]} onGive={props.order.setAside} />
              </Notice>
            </div>
          )}
        </Show>
      )}
    </Show>
  </>
);

const Refused = (props: { order: Overriding }) => (
  <Show when={props.order.problem()}>
    {(problem) => (
      <>
        <StaffTrouble problem={problem()} />
        <Show when={props.order.unsure()}>
          <p class="small">
            It may have been done. Press the same button again: it is sent as the same order and
            happens once.
          </p>
        </Show>
      </>
    )}
  </Show>
);

function SetAside(props: { rule: string; onGive: (reason: string) => void }) {
  const id = createUniqueId();
  const [reason, setReason] = createSignal("");
  const [missing, setMissing] = createSignal(false);
  let field: HTMLInputElement | undefined;
  // It came up because something was refused: what is asked for is next, and in sight.
  onMount(() => {
    field?.focus({ preventScroll: true });
    field?.closest("[role=alert]")?.scrollIntoView({ block: "center" });
  });
  const give = () => {
    const words = reason().trim();
    setMissing(words === "");
    if (words === "") field?.focus();
    else props.onGive(words);
  };
  return (
    <div class="stack set-aside">
      <p>You can set aside {props.rule}. Your name and the reason go into the audit.</p>
      <label class="small" for={id}>
        Reason (required)
      </label>
      <input
        ref={field}
        id={id}
        class="input"
        maxLength={255}
        aria-invalid={missing()}
        aria-describedby={`${id}-missing`}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          give();
        }}
      />
      <p id={`${id}-missing`} class="bad small" aria-live="polite">
        {missing() ? "Give a reason first." : ""}
      </p>
      <p>
        <button type="button" class="btn small" onClick={give}>
          Set this rule aside
        </button>
      </p>
    </div>
  );
}
