import { createSignal, onCleanup } from "solid-js";
import { Icon } from "#web/ui/icon.tsx";

const SAID_MS = 2000;

/** Puts text on the clipboard and says so in its own place. */
export function CopyButton(props: { text: string; label: string; children?: string }) {
  const [said, setSaid] = createSignal<"copied" | "failed">();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  async function copy() {
    setSaid(
      await navigator.clipboard.writeText(props.text).then(
        () => "copied" as const,
        () => "failed" as const,
      ),
    );
    clearTimeout(timer);
    timer = setTimeout(() => setSaid(undefined), SAID_MS);
  }
  const name = () => ({ copied: "Copied", failed: "Not copied" })[said() ?? "copied"];
  return (
    <button
      type="button"
      class="tool copy"
      aria-label={said() ? `${props.label}: ${name()}` : props.label}
      onClick={() => void copy()}
    >
      <Icon name={said() === "copied" ? "check" : "copy"} size={16} />
      {props.children}
    </button>
  );
}
