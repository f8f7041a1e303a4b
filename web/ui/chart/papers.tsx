import { For, Show } from "solid-js";
import type { Attachment, Comment } from "#domain/measured.ts";
import { t } from "#web/i18n/language.ts";
import { day } from "./dates.ts";
import { type Holder, SaveFile } from "./save-file.tsx";
import { Sign } from "./sign.tsx";

const signature = ({ by, at }: Comment): string | undefined => {
  if (by && at) return t("comment.by", { name: by, day: day(at) });
  return by ?? (at && day(at));
};

/** What people wrote beside a record, each with its name and day where the chart has them. */
export const Comments = (props: { all: readonly Comment[] | undefined }) => (
  <For each={props.all}>
    {(one) => (
      <figure class="chart-comment">
        <Sign name="quote" />
        <div>
          <p class="chart-text">{one.text}</p>
          <figcaption class="small soft">{signature(one)}</figcaption>
        </div>
      </figure>
    )}
  </For>
);

const KINDS: Readonly<Record<string, string>> = {
  "application/pdf": "PDF",
  "text/html": "HTML",
  "text/plain": "",
  "text/rtf": "RTF",
};
function kindOf({ contentType }: Attachment): string {
  const [type = ""] = contentType.split(";");
  if (type.startsWith("image/")) return t("paper.image", { kind: type.slice(6).toUpperCase() });
  return KINDS[type] ?? type;
}

const KB = 1024;
const sizeOf = (bytes: number): string => `${Math.max(1, Math.round(bytes / KB))} KB`;
const nameOf = ({ title }: Attachment): string => title ?? t("paper.file");

/** Texts are read here, files that may be opened are handed to the phone; of others nothing is promised. */
export const Attachments = (props: { all: readonly Attachment[] | undefined; of: Holder }) => (
  <Show when={props.all?.length}>
    <section class="stack" aria-labelledby="files">
      <h2 id="files">{t("paper.title")}</h2>
      <For each={props.all}>{(one) => <File one={one} of={props.of} />}</For>
    </section>
  </Show>
);

const File = (props: { one: Attachment; of: Holder }) => (
  <div class="card stack">
    <span class="row note chart-file">
      <Sign name="other" />
      <span>
        <strong>{nameOf(props.one)}</strong>{" "}
        <span class="soft small">
          {[kindOf(props.one), props.one.sizeBytes && sizeOf(props.one.sizeBytes)]
            .filter(Boolean)
            .join(", ")}
        </span>
      </span>
    </span>
    <Show when={props.one.text}>{(text) => <p class="chart-text">{text()}</p>}</Show>
    <Show when={props.one.file !== undefined}>
      <SaveFile of={props.of} n={props.one.file ?? 0} name={nameOf(props.one)} />
    </Show>
    <Show when={props.one.file === undefined && !props.one.text}>
      <p class="soft">{t("paper.closed")}</p>
    </Show>
  </div>
);
