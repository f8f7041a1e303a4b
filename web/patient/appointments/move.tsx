import { createSignal, Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { createLoad } from "#web/api/load.ts";
import { say, t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Notice, Trouble } from "#web/ui/notice.tsx";
import { param } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Catalogue, knownCatalogue, readCatalogue } from "./catalogue.ts";
import { type Filter, TimePicker } from "./times.tsx";
import { createVisit } from "./visit-load.ts";

/** Move a visit: the same picker, for the same kind of visit. */
export function Move() {
  const id = param("id");
  const visit = createVisit(() => id);
  const catalogue = createLoad<Catalogue>(readCatalogue, knownCatalogue);
  const both = () => {
    const [found, choices] = [visit.data(), catalogue.data()];
    return found && choices ? { found, choices } : undefined;
  };
  createTitle(() => t("move.title"));
  const retry = () => void Promise.all([visit.reload(), catalogue.reload()]);
  return (
    <div class="stack wide">
      <div>
        <BackLink href={`/visits/${id}`}>{t("app.back")}</BackLink>
        <h1>{t("move.title")}</h1>
      </div>
      <Show
        when={both()}
        fallback={
          <Show when={visit.problem() ?? catalogue.problem()} fallback={<Skeleton />}>
            {(problem) => <Trouble problem={problem()} retry={retry} />}
          </Show>
        }
      >
        {(known) => <NewTime visit={known().found} catalogue={known().choices} />}
      </Show>
    </div>
  );
}

function NewTime(props: { visit: Appointment; catalogue: Catalogue }) {
  const [filter, setFilter] = createSignal<Filter>({});
  const when = () => say.dateTime(props.visit.start, props.visit.timeZone);
  return (
    <>
      <Notice tone="plain" icon="calendar">
        <p>{t("move.from", { when: when() })}</p>
        <p class="soft small">{t("confirm.stays")}</p>
      </Notice>
      <TimePicker
        visitTypeId={props.visit.visitType.id}
        catalogue={props.catalogue}
        filter={filter()}
        onFilter={setFilter}
        to={(slot) => `/visits/${props.visit.id}/move/confirm?slot=${slot.id}`}
      />
    </>
  );
}
