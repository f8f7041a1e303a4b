import { Show } from "solid-js";
import type { Appointment } from "#domain/appointments.ts";
import { isOpen } from "#domain/appointments-rules.ts";
import { request } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { language, named, t } from "#web/i18n/language.ts";
import { ZoneNote } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { isOnCalendar, isTentative } from "#web/ui/visit-state.ts";
import { Facts } from "./facts.tsx";

/** A visit with its time, and what to do with it: into the calendar, on the way. */
export function WhatAndWhere(props: { visit: Appointment }) {
  const on = () => isOpen(props.visit, now());
  const address = () =>
    on() && !props.visit.video && !isTentative(props.visit)
      ? props.visit.location.address
      : undefined;
  const calendar = () => on() && isOnCalendar(props.visit);
  const file = () =>
    request("GET /appointments/{id}/calendar", { id: props.visit.id, language: language() }).url;
  return (
    <section class="card stack">
      <Facts
        {...props.visit}
        what={named(props.visit.visitType)}
        tentative={isTentative(props.visit)}
      />
      <Show when={calendar() || address()}>
        <div class="visit-tools">
          <Show when={calendar()}>
            <a class="btn quiet small" href={file()} rel="external" download="visit.ics">
              <Icon name="calendar" />
              {t("visit.calendar")}
            </a>
          </Show>
          <Show when={address()}>
            {(place) => (
              <a
                class="btn quiet small"
                href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(place())}`}
                target="_blank"
                rel="noreferrer noopener external"
              >
                <Icon name="route" />
                {t("visit.directions")}
              </a>
            )}
          </Show>
        </div>
      </Show>
      <ZoneNote at={props.visit.start} timeZone={props.visit.timeZone} />
    </section>
  );
}
