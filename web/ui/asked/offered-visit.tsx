import type { Appointment } from "#domain/appointments.ts";
import { named, t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";
import { navigate } from "#web/ui/router.tsx";
import { OfferedTimes } from "./offered-times.tsx";

/** On the home page: times the practice offers, to be answered on the spot. */
export const OfferedVisit = (props: { visit: Appointment; onStale: () => void }) => (
  <section class="card stack" aria-labelledby={`offer-${props.visit.id}`}>
    <div>
      <h2 id={`offer-${props.visit.id}`}>{t("offer.title")}</h2>
      <a class="link" href={`/visits/${props.visit.id}`}>
        {named(props.visit.visitType)}
        <Icon name="right" size={16} />
      </a>
    </div>
    <OfferedTimes
      visit={props.visit}
      onStale={props.onStale}
      onAnswer={(visit) => void navigate(`/visits/${visit.id}?${visit.preferred ? "none" : "new"}`)}
    />
  </section>
);
