import { Show } from "solid-js";
import type { Appointment, Slot } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { named, say, t } from "#web/i18n/language.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { param, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Confirm } from "./confirm.tsx";
import { SlotFromUrl } from "./slot-from-url.tsx";
import { createVisit } from "./visit-load.ts";

/** Move a visit, last step: the old time beside the new one. */
export function ConfirmMove() {
  const id = param("id");
  const load = createVisit(() => id);
  createTitle(() => t("move.title"));
  return (
    <div class="stack wide">
      <h1>{t("confirm.title")}</h1>
      <Show
        when={load.data()}
        fallback={
          <Show when={load.problem()} fallback={<Skeleton bars={2} />}>
            {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
          </Show>
        }
      >
        {(visit) => (
          <Show when={query("slot")} keyed>
            {(slotId) => <NewSlot slotId={slotId} visit={visit()} />}
          </Show>
        )}
      </Show>
    </div>
  );
}

function NewSlot(props: { slotId: string; visit: Appointment }) {
  const home = () => `/visits/${props.visit.id}`;
  const to = (slot: Slot) => `${home()}/move/confirm?slot=${slot.id}`;
  return (
    <SlotFromUrl id={props.slotId} timeZone={props.visit.timeZone} back={`${home()}/move`}>
      {(slot) => (
        <Confirm
          {...{ slot, to }}
          what={named(props.visit.visitType)}
          timeZone={props.visit.timeZone}
          back={`${home()}/move`}
          button={t("confirm.move")}
          busyButton={t("confirm.moving")}
          askReason={false}
          send={({ time, key }) =>
            call("POST /appointments/{id}/reschedule", { id: props.visit.id, ...time }, { key })
          }
          done={(visit) => `/visits/${visit.id}?moved`}
        >
          <p class="old-time">
            <Icon name="moved" />
            <span>
              <span class="soft small">{t("confirm.oldTime")}: </span>
              {say.dateTime(props.visit.start, props.visit.timeZone)}
              <br />
              <span class="soft small">{t("confirm.stays")}</span>
            </span>
          </p>
        </Confirm>
      )}
    </SlotFromUrl>
  );
}
