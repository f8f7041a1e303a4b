import { type JSX, Show } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { createLoad } from "#web/api/load.ts";
import { t } from "#web/i18n/language.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Notice, Trouble } from "#web/ui/notice.tsx";
import { chosen, findSlot } from "./catalogue.ts";
import { OwnVisitOr } from "./own-visit.tsx";
import { recallUnanswered } from "./unanswered.ts";

/** The time a URL names: the one just tapped, or after a reload found again in its day. */
export function SlotFromUrl(props: {
  id: string;
  timeZone: string;
  back: string;
  /** A new visit rather than another time for one: the patient may have it already. */
  isNew?: boolean;
  children: (slot: Slot) => JSX.Element;
}) {
  // Once found it stays: a re-read must not tear the form down under its reader.
  let known = chosen(props.id) ?? recallUnanswered(props.id)?.slot;
  const load = createLoad<{ slot: Slot | undefined }>(
    () =>
      known
        ? undefined
        : findSlot(props.id, props.timeZone).then((slot) => {
            known = slot;
            return { slot };
          }),
    () => known && { slot: known },
  );
  return (
    <Show
      when={load.data()}
      fallback={
        <Show when={load.problem()} fallback={<Skeleton bars={2} />}>
          {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
        </Show>
      }
    >
      <Show
        when={load.data()?.slot}
        keyed
        fallback={
          <Show when={props.isNew} fallback={<Gone back={props.back} />}>
            <OwnVisitOr time={props.id}>
              <Gone back={props.back} />
            </OwnVisitOr>
          </Show>
        }
      >
        {(slot) => props.children(slot)}
      </Show>
    </Show>
  );
}

const Gone = (props: { back: string }) => (
  <div class="stack" role="alert">
    <Notice tone="wait" icon="clock" title={t("confirm.gone")} />
    <p>
      <a class="btn quiet" href={props.back}>
        {t("confirm.other")}
      </a>
    </p>
  </div>
);
