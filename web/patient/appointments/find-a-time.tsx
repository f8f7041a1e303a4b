import { createEffect, Show } from "solid-js";
import type { Slot } from "#domain/appointments.ts";
import { createLoad } from "#web/api/load.ts";
import { t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { navigate, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Catalogue, knownCatalogue, readCatalogue } from "./catalogue.ts";
import { ChosenType } from "./chosen-type.tsx";
import { type Filter, TimePicker } from "./times.tsx";

const given = (field: keyof Filter, id: string | undefined): Filter => (id ? { [field]: id } : {});
const timesPath = (type: string, filter: Filter): string => {
  const wish = new URLSearchParams({ type });
  if (filter.practitionerId) wish.set("with", filter.practitionerId);
  if (filter.locationId) wish.set("at", filter.locationId);
  return `/visits/book/times?${wish}`;
};

/** Second step of booking: when. The wish stands in the URL, so Back and reload keep it. */
export function FindATime() {
  const catalogue = createLoad<Catalogue>(readCatalogue, knownCatalogue);
  const typeId = () => query("type") ?? "";
  const type = () => catalogue.data()?.items.find((each) => each.id === typeId());
  const filter = (): Filter => ({
    ...given("practitionerId", query("with")),
    ...given("locationId", query("at")),
  });
  const to = (slot: Slot) => `/visits/book/confirm?slot=${slot.id}`;
  // A visit that is asked for has no times to pick from.
  createEffect(() => {
    if (type()?.mode === "request")
      void navigate(`/visits/book/request?type=${typeId()}`, { replace: true });
  });
  createTitle(() => t("book.when"));
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/visits/book">{t("book.title")}</BackLink>
        <h1>{t("book.when")}</h1>
      </div>
      <Show when={!catalogue.data() && catalogue.problem()}>
        {(problem) => <Trouble problem={problem()} retry={() => void catalogue.reload()} />}
      </Show>
      <Show when={catalogue.data()} fallback={<Skeleton />}>
        {(found) => (
          <>
            <Show when={type()}>{(chosen) => <ChosenType type={chosen()} />}</Show>
            <TimePicker
              visitTypeId={typeId()}
              catalogue={found()}
              filter={filter()}
              onFilter={(next) => void navigate(timesPath(typeId(), next), { replace: true })}
              to={to}
            />
          </>
        )}
      </Show>
    </div>
  );
}
