import { Show } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { parseSlotId } from "#domain/appointments-rules.ts";
import { call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { named, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Catalogue, knownCatalogue, readCatalogue } from "./catalogue.ts";
import { Confirm } from "./confirm.tsx";
import { SlotFromUrl } from "./slot-from-url.tsx";

/** Book a visit, last step. The URL holds ids only. */
export function ConfirmBooking() {
  const slotId = () => query("slot") ?? "";
  const visitTypeId = () => parseSlotId(slotId())?.visitTypeId ?? "";
  const catalogue = createLoad<Catalogue>(readCatalogue, knownCatalogue);
  const what = () => {
    const type = catalogue.data()?.items.find((each) => each.id === visitTypeId());
    return type ? named(type) : "";
  };
  const zone = () => practice()?.timeZone ?? "UTC";
  const back = () => `/visits/book/times?type=${visitTypeId()}`;
  const to = (slot: Slot) => `/visits/book/confirm?slot=${slot.id}`;
  createTitle(() => t("confirm.title"));
  return (
    <div class="stack wide">
      <h1>{t("confirm.title")}</h1>
      <Show when={query("slot")} keyed>
        {(id) => (
          <SlotFromUrl id={id} timeZone={zone()} back={back()} isNew>
            {(slot) => (
              <Confirm
                {...{ slot, to }}
                what={what()}
                timeZone={zone()}
                back={back()}
                button={t("confirm.book")}
                busyButton={t("confirm.booking")}
                askReason
                send={({ time, reason, key }) =>
                  call("POST /appointments", { ...time, ...(reason ? { reason } : {}) }, { key })
                }
                done={(visit) => `/visits/${visit.id}?new`}
              />
            )}
          </SlotFromUrl>
        )}
      </Show>
    </div>
  );
}
