import { Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { named, say, t } from "#web/i18n/language.ts";
import { Avatar } from "./avatar.tsx";
import { BlankTile, CalendarTile } from "./calendar-tile.tsx";
import { Chip } from "./chip.tsx";
import { Icon } from "./icon.tsx";
import { placeName, withCredential } from "./visit-names.ts";
import { hasNoTime, isTentative, visitLook } from "./visit-state.ts";

export const VisitChip = (props: { visit: Appointment }) => {
  const look = () => visitLook(props.visit);
  return (
    <Chip tone={look().tone} icon={look().icon}>
      {t(look().key)}
    </Chip>
  );
};

const Where = (props: { visit: Appointment }) => (
  <Show when={props.visit.video} fallback={placeName(props.visit.location)}>
    {t("visits.video")}
  </Show>
);

/** When it is, and no more certain than it is. */
const WhenLine = (props: { visit: Appointment }) => (
  <Show
    when={!hasNoTime(props.visit)}
    fallback={
      <strong class="visit-line">
        {t(props.visit.status === "cancelled" ? "visits.notBooked" : "visits.noTime")}
      </strong>
    }
  >
    <span class="sr">{say.longDay(props.visit.start, props.visit.timeZone)}, </span>
    <strong class="num visit-line">{say.time(props.visit.start, props.visit.timeZone)}</strong>
    <Show when={isTentative(props.visit)}>
      <span class="small visit-line">{t("visits.notSure")}</span>
    </Show>
  </Show>
);

/** One visit in a list; the whole card opens it. */
export const VisitCard = (props: { visit: Appointment; past?: boolean }) => (
  <a href={`/visits/${props.visit.id}`} class="card visit-card">
    <Show when={!hasNoTime(props.visit)} fallback={<BlankTile />}>
      <CalendarTile
        at={props.visit.start}
        timeZone={props.visit.timeZone}
        tone={props.past || isTentative(props.visit) ? "quiet" : undefined}
      />
    </Show>
    <span class="visit-body">
      <WhenLine visit={props.visit} />
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
