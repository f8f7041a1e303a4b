import { createSignal, Show } from "solid-js";
import type { RecordSection } from "#domain/record-sections.ts";
import { asked } from "#web/api/call.ts";
import { asProblem } from "#web/api/problem.ts";
import { t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";
import { problemWords } from "#web/ui/notice.tsx";

/** The record that files belong to. */
export interface Holder {
  readonly section: RecordSection;
  readonly id: string;
}

/** Saves or opens one file, as the phone does with files; what goes wrong is said below it. */
export function SaveFile(props: { of: Holder; n: number; name: string }) {
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal("");
  async function save() {
    if (busy()) return;
    setBusy(true);
    setTrouble("");
    try {
      const where = { section: props.of.section, id: props.of.id, n: String(props.n) };
      const answer = await asked("GET /records/{section}/{id}/files/{n}", where);
      hand(await answer.blob(), props.name);
    } catch (thrown) {
      const problem = asProblem(thrown);
      setTrouble(problem.code === "not-found" ? t("paper.closed") : problemWords(problem));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div>
      <button
        type="button"
        class="btn line small"
        aria-disabled={busy()}
        aria-label={`${t("paper.save")}: ${props.name}`}
        onClick={() => void save()}
      >
        <Icon name="inbox" />
        {t(busy() ? "paper.saving" : "paper.save")}
      </button>
      <div role="alert">
        <Show when={trouble()}>{(words) => <p class="bad">{words()}</p>}</Show>
      </div>
    </div>
  );
}

const ENDINGS: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
};

/** To the browser's own way with files: nothing of it stands in an address or a history. */
function hand(file: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name.replace(/[\\/:*?"<>|]+/g, " ")}.${ENDINGS[file.type] ?? "txt"}`;
  link.click();
  // Not at once: some browsers read it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
