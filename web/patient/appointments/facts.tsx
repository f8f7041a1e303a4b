import { type JSX, Show } from "solid-js";
import type { BookedBy, Location, Practitioner } from "#domain/appointments.ts";
import { language, say, t } from "#web/i18n/language.ts";
import { specialtyIn } from "#web/i18n/specialties.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { CalendarTile } from "#web/ui/calendar-tile.tsx";
import { Icon, type IconName } from "#web/ui/icon.tsx";
import { isAnyone, placeName, withCredential } from "#web/ui/visit-names.ts";

const minutes = ({ start, end }: { start: string; end: string }): number =>
  Math.round((Date.parse(end) - Date.parse(start)) / 60_000);

interface People {
  practitioner: Practitioner;
  location: Location;
  video?: boolean | undefined;
  reason?: string | undefined;
  bookedBy?: BookedBy | undefined;
}

/** What, when, with whom and where: the same picture before booking and after. */
export const Facts = (
  props: People & {
    what: string;
    start: string;
    end: string;
    timeZone: string;
    /** A time that nobody has confirmed yet, and that says so. */
    tentative?: boolean;
  },
) => (
  <dl class="facts">
    <div>
      <dt class="sr">{t("visit.when")}</dt>
      <dd class="fact">
        <CalendarTile
          at={props.start}
          timeZone={props.timeZone}
          tone={props.tentative ? "quiet" : undefined}
          large
        />
        <span class="fact-text">
          <span>{say.longDay(props.start, props.timeZone)}</span>
          <strong class="num fact-time">{say.time(props.start, props.timeZone)}</strong>
          <Show when={props.tentative}>
            <strong>{t("visits.notSure")}</strong>
          </Show>
          <span>{props.what}</span>
          <span class="soft small">{t("book.minutes", { count: minutes(props) })}</span>
        </span>
      </dd>
    </div>
    <PeopleFacts {...props} />
  </dl>
);

/** With whom, where, why, and who asked, where it was not the patient. */
export const PeopleFacts = (props: People & { asked?: boolean }) => (
  <>
    <div>
      <dt class="sr">{t("visit.who")}</dt>
      <dd class="fact">
        <Show when={!isAnyone(props.practitioner)} fallback={<FactIcon name="person" />}>
          <Avatar name={props.practitioner.name} />
        </Show>
        <span class="fact-text">
          <strong>{withCredential(props.practitioner)}</strong>
          <span class="soft small">{specialtyIn(language(), props.practitioner.specialty)}</span>
        </span>
      </dd>
    </div>
    <div>
      <dt class="sr">{t("visit.where")}</dt>
      <dd class="fact">
        <FactIcon name={props.video ? "video" : "pin"} />
        <span class="fact-text">
          <strong>{props.video ? t("visits.video") : placeName(props.location)}</strong>
          <span class="soft small">{props.video ? undefined : props.location.address}</span>
        </span>
      </dd>
    </div>
    <Show when={props.reason}>
      {(reason) => <Line label={t("visit.reason")} icon="pen" text={reason()} />}
    </Show>
    <Show when={props.bookedBy}>
      {(by) => (
        <Line label={t("visit.by")} icon="person" text={byWords(by(), props.asked === true)} />
      )}
    </Show>
  </>
);

/** "Booked by Grace Okafor"; staff are the clinic. */
function byWords({ kind, name }: BookedBy, asked: boolean): string {
  if (asked) return t("asked.by", { name: kind === "staff" ? t("visit.clinic") : name });
  return kind === "staff" ? t("visit.byStaff") : t("visit.byCarer", { name });
}

const FactIcon = (props: { name: IconName }) => (
  <span class="fact-icon">
    <Icon name={props.name} />
  </span>
);

const Line = (props: { label: string; icon: IconName; text: JSX.Element }) => (
  <div>
    <dt class="sr">{props.label}</dt>
    <dd class="fact">
      <FactIcon name={props.icon} />
      <span class="fact-text">{props.text}</span>
    </dd>
  </div>
);
