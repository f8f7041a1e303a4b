import { Show } from "solid-js";
import { MeasuredList } from "#web/ui/chart/measured-list.tsx";
import { Attachments, Comments } from "#web/ui/chart/papers.tsx";
import type { Holder } from "#web/ui/chart/save-file.tsx";
import type { Item } from "./item-words.ts";

/** What a record holds beside its facts: values, words and files. */
export const Kept = (props: { section: Holder["section"]; item: Item }) => (
  <>
    <Show when={props.item.measured}>
      {(measured) => (
        <div class="card">
          <MeasuredList all={[measured()]} of={props.item.status} trends />
        </div>
      )}
    </Show>
    <Comments all={props.item.comments} />
    <Attachments all={props.item.attachments} of={{ section: props.section, id: props.item.id }} />
  </>
);
