import { For, Show } from "solid-js";
import type { Attachment, Comment } from "#domain/measured.ts";
import { t } from "#web/i18n/language.ts";
import { day } from "./dates.ts";
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
const kindOf = ({ contentType: type }: Attachment): string =>
  KINDS[type] ?? (type.startsWith("image/") ? type.slice(6).toUpperCase() : type);

const KB = 1024;
const sizeOf = (bytes: number): string => `${Math.max(1, Math.round(bytes / KB))} KB`;

/** Texts are read here; other files are named, and nothing is promised of them. */
export const Attachments = (props: { all: readonly Attachment[] | undefined }) => (
  <Show when={props.all?.length}>
    <section class="stack" aria-labelledby="files">
      <h2 id="files">{t("paper.title")}</h2>
      <For each={props.all}>
        {(one) => (
          <div class="card stack">
            <span class="row note chart-file">
              <Sign name="other" />
              <span>
                <strong>{one.title ?? t("paper.file")}</strong>{" "}
                <span class="soft small">
                  {[kindOf(one), one.sizeBytes && sizeOf(one.sizeBytes)].filter(Boolean).join(", ")}
                </span>
              </span>
            </span>
            <Show when={one.text} fallback={<p class="soft">{t("paper.closed")}</p>}>
              {(text) => <p class="chart-text">{text()}</p>}
            </Show>
          </div>
        )}
      </For>
    </section>
  </Show>
);
