import { createSignal, Show } from "solid-js";
import { Icon } from "#web/ui/icon.tsx";

interface Told {
  readonly text: string;
  readonly tone: "good" | "bad";
}
const SHOWN_MS = 7000;

const [told, setTold] = createSignal<Told>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says in a line what came of an action; it also stands where the action was, so the line may go by itself. */
export function tell(text: string, tone: Told["tone"] = "good"): void {
  clearTimeout(timer);
  setTold({ text, tone });
  timer = setTimeout(() => setTold(undefined), SHOWN_MS);
}

export const Teller = () => (
  <div role="status" class="teller">
    <Show when={told()} keyed>
      {(line) => (
        <p class="told" data-tone={line.tone}>
          <Icon name={line.tone === "good" ? "check" : "alert"} />
          {line.text}
        </p>
      )}
    </Show>
  </div>
);
