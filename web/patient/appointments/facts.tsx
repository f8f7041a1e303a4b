import { Show } from "solid-js";
import type { Location, Practitioner } from "#domain/appointments.ts";
import { language, say, t } from "#web/i18n/language.ts";
import { specialtyIn } from "#web/i18n/specialties.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { CalendarTile } from "#web/ui/calendar-tile.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { withCredential } from "#web/ui/visit-card.tsx";

const minutes = ({ start, end }: { start: string; end: string }): number =>
  Math.round((Date.parse(end) - Date.parse(start)) / 60_000);

/** What, when, with whom and where: the same picture before booking and after. */
export const Facts = (props: {
  what: string;
  start: string;
  end: string;
  timeZone: string;
  practitioner: Practitioner;
  location: Location;
  video?: boolean | undefined;
  reason?: string | undefined;
}) => (
  <dl class="facts">
    <div>
      <dt class="sr">{t("visit.when")}</dt>
      <dd class="fact">
        <CalendarTile at={props.start} timeZone={props.timeZone} large />
        <span class="fact-text">
          <span>{say.longDay(props.start, props.timeZone)}</span>
          <strong class="num fact-time">{say.time(props.start, props.timeZone)}</strong>
          <span>{props.what}</span>
          <span class="soft small">{t("book.minutes", { count: minutes(props) })}</span>
        </span>
      </dd>
    </div>
    <div>
      <dt class="sr">{t("visit.who")}</dt>
      <dd class="fact">
        <Avatar name={props.practitioner.name} />
        <span class="fact-text">
          <strong>{withCredential(props.practitioner)}</strong>
          <span class="soft small">{specialtyIn(language(), props.practitioner.specialty)}</span>
        </span>
      </dd>
    </div>
    <div>
      <dt class="sr">{t("visit.where")}</dt>
      <dd class="fact">
        <span class="fact-icon">
          <Icon name={props.video ? "video" : "pin"} />
        </span>
        <span class="fact-text">
          <strong>{props.video ? t("visits.video") : props.location.name}</strong>
          <span class="soft small">{props.video ? undefined : props.location.address}</span>
        </span>
      </dd>
    </div>
    <Show when={props.reason}>
      {(reason) => (
        <div>
          <dt class="sr">{t("visit.reason")}</dt>
          <dd class="fact">
            <span class="fact-icon">
              <Icon name="pen" />
            </span>
            <span class="fact-text">{reason()}</span>
          </dd>
        </div>
      )}
    </Show>
  </dl>
);
