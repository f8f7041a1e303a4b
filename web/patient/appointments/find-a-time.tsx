import { Show } from "solid-js";
import type { Slot, VisitType } from "#domain/appointments.ts";
import { createLoad } from "#web/api/load.ts";
import { named, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { navigate, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { BackLink } from "./back-link.tsx";
import { type Catalogue, knownCatalogue, readCatalogue } from "./catalogue.ts";
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
  createTitle(
    () => t("book.when"),
    () => practice()?.name,
  );
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

const ChosenType = (props: { type: VisitType }) => (
  <div class="chosen-type">
    <span>
      <strong>{named(props.type)}</strong>
      <span class="soft small row">
        <Icon name="clock" size={16} />
        {t("book.minutes", { count: props.type.durationMinutes })}
      </span>
    </span>
    <a class="link" href="/visits/book">
      {t("book.change")}
    </a>
  </div>
);
