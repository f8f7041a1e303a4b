import { For, Show } from "solid-js";
import type { Reading } from "#web/api/load.ts";
import type { ApiProblem } from "#web/api/problem.ts";
import { say } from "#web/i18n/language.ts";
import { Icon, type IconName } from "#web/ui/icon.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { problemLine } from "./words.ts";

/** Nothing could be shown: what happened, and the way to try again. */
export const StaffTrouble = (props: { problem: ApiProblem; retry?: (() => void) | undefined }) => (
  <div role="alert">
    <Notice tone="bad" icon="alert" title={problemLine(props.problem)}>
      <Show when={props.retry}>
        {(retry) => (
          <p class="row">
            <button type="button" class="btn small line" onClick={() => retry()()}>
              Try again
            </button>
          </p>
        )}
      </Show>
      <Show when={props.problem.instance}>
        {(id) => <p class="small soft">Code for support: {id()}</p>}
      </Show>
    </Notice>
  </div>
);

/** Why an answer was not taken. */
export const Refused = (props: { problem: ApiProblem | undefined }) => (
  <Show when={props.problem}>{(problem) => <StaffTrouble problem={problem()} />}</Show>
);

/** A line over what is shown, where the last re-read failed or the server itself had only an old reading. */
export function Stale(props: {
  load: Reading<unknown>;
  asOf?: string | undefined;
  /** Never read as a whole: more may be in the chart than is shown. */
  partial?: boolean | undefined;
}) {
  const since = () => props.asOf ?? new Date(props.load.loadedAt()).toISOString();
  const old = () => props.load.data() && (props.load.problem() || props.asOf || props.partial);
  return (
    <div role="status">
      <Show when={old()}>
        <p class="stale small">
          <Icon name="clock" size={16} />
          {props.load.problem() ? "Could not look again." : "The EHR does not answer."}{" "}
          {props.partial
            ? "Visits of this patient may be missing here."
            : `As of ${say.ago(since())}.`}
        </p>
      </Show>
    </div>
  );
}

/** Until there is something to show: its place, or why it does not come. */
export const NotYet = (props: { load: Reading<unknown>; rows?: number }) => (
  <Show
    when={!props.load.loading() && props.load.problem()}
    fallback={<RowSkeleton rows={props.rows} />}
  >
    {(problem) => <StaffTrouble problem={problem()} retry={() => void props.load.reload()} />}
  </Show>
);

/** As many bars as there will be rows, as high as rows are. */
export const RowSkeleton = (props: { rows?: number | undefined }) => (
  <div class="row-skeleton" role="status">
    <span class="sr">Loading</span>
    <For each={Array.from({ length: props.rows ?? 8 })}>{() => <i />}</For>
  </div>
);

/** Nothing here: what would be here, said calmly. */
export const Nothing = (props: { icon: IconName; title: string; children?: string }) => (
  <div class="nothing">
    <Icon name={props.icon} size={32} />
    <strong>{props.title}</strong>
    <Show when={props.children}>
      <p class="soft">{props.children}</p>
    </Show>
  </div>
);
