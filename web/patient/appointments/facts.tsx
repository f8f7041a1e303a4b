import { Show } from "solid-js";
import type { Location, Practitioner } from "#domain/appointments.ts";
import { say, t } from "#web/i18n/language.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { CalendarTile } from "#web/ui/calendar-tile.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { withCredential } from "#web/ui/visit-card.tsx";

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
    <div class="fact">
      <CalendarTile at={props.start} timeZone={props.timeZone} large />
      <div>
        <dt class="sr">{t("visit.when")}</dt>
        <dd>
          <span class="fact-day">{say.longDay(props.start, props.timeZone)}</span>
          <strong class="num fact-time">
            {say.time(props.start, props.timeZone)} – {say.time(props.end, props.timeZone)}
          </strong>
          <span class="soft">{props.what}</span>
        </dd>
      </div>
    </div>
    <div class="fact">
      <Avatar name={props.practitioner.name} />
      <div>
        <dt class="sr">{t("visit.who")}</dt>
        <dd>
          <strong>{withCredential(props.practitioner)}</strong>
          <span class="soft small">{props.practitioner.specialty}</span>
        </dd>
      </div>
    </div>
    <div class="fact">
      <span class="fact-icon">
        <Icon name={props.video ? "video" : "pin"} />
      </span>
      <div>
        <dt class="sr">{t("visit.where")}</dt>
        <dd>
          <strong>{props.video ? t("visits.video") : props.location.name}</strong>
          <span class="soft small">{props.location.address}</span>
        </dd>
      </div>
    </div>
    <Show when={props.reason}>
      {(reason) => (
        <div class="fact">
          <span class="fact-icon">
            <Icon name="pen" />
          </span>
          <div>
            <dt class="soft small">{t("visit.reason")}</dt>
            <dd>{reason()}</dd>
          </div>
        </div>
      )}
    </Show>
  </dl>
);
