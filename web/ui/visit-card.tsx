import { Show } from "solid-js";
import type { Appointment, Practitioner } from "#domain/appointments.ts";
import { named, say, t } from "#web/i18n/language.ts";
import { Avatar } from "./avatar.tsx";
import { CalendarTile } from "./calendar-tile.tsx";
import { Chip } from "./chip.tsx";
import { Icon } from "./icon.tsx";
import { visitLook } from "./visit-state.ts";

export const VisitChip = (props: { visit: Appointment }) => {
  const look = () => visitLook(props.visit);
  return (
    <Chip tone={look().tone} icon={look().icon}>
      {t(look().key)}
    </Chip>
  );
};

/** "Maya Okafor, MD" as the practice writes it. */
export const withCredential = (person: Practitioner): string =>
  person.credential ? `${person.name}, ${person.credential}` : person.name;

const Where = (props: { visit: Appointment }) => (
  <Show when={props.visit.video} fallback={props.visit.location.name}>
    {t("visits.video")}
  </Show>
);

/** One visit in a list; the whole card opens it. */
export const VisitCard = (props: { visit: Appointment; past?: boolean }) => (
  <a href={`/visits/${props.visit.id}`} class="card visit-card">
    <CalendarTile
      at={props.visit.start}
      timeZone={props.visit.timeZone}
      tone={props.past ? "quiet" : undefined}
    />
    <span class="visit-body">
      <span class="sr">{say.longDay(props.visit.start, props.visit.timeZone)}, </span>
      <strong class="num visit-line">{say.time(props.visit.start, props.visit.timeZone)}</strong>
      <span class="visit-line">{named(props.visit.visitType)}</span>
      <span class="soft small visit-line">
        {withCredential(props.visit.practitioner)} · <Where visit={props.visit} />
      </span>
      <span class="visit-chip">
        <VisitChip visit={props.visit} />
      </span>
    </span>
    <span class="visit-go">
      <Icon name="right" />
    </span>
  </a>
);

/** The visit that matters most now, large. */
export const NextVisit = (props: { visit: Appointment }) => (
  <a href={`/visits/${props.visit.id}`} class="card next-visit">
    <span class="visit-head">
      <CalendarTile at={props.visit.start} timeZone={props.visit.timeZone} large />
      <span class="visit-body">
        <span class="soft">{say.longDay(props.visit.start, props.visit.timeZone)}</span>
        <strong class="num visit-time">{say.time(props.visit.start, props.visit.timeZone)}</strong>
        <span>{named(props.visit.visitType)}</span>
      </span>
    </span>
    <span class="visit-who">
      <Avatar name={props.visit.practitioner.name} />
      <span class="visit-body">
        <strong>{withCredential(props.visit.practitioner)}</strong>
        <span class="soft small">
          <Where visit={props.visit} />
        </span>
      </span>
    </span>
    <span class="visit-foot">
      <VisitChip visit={props.visit} />
      <span class="visit-go">
        <Icon name="right" />
      </span>
    </span>
  </a>
);
