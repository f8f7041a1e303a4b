import { For, Show } from "solid-js";
import { AccountMenu } from "#web/session/account-menu.tsx";
import { practice, session } from "#web/session/session.ts";
import { Icon } from "#web/ui/icon.tsx";
import { Mark } from "#web/ui/mark.tsx";
import { path } from "#web/ui/router.tsx";
import { Keys } from "#web/ui/staff/key-caps.tsx";
import { myPlaces, type Place, placeAt } from "#web/ui/staff/places.ts";
import { counts } from "#web/ui/staff/pulse.ts";
import { openHelp } from "./help.tsx";
import { openPalette } from "./palette.tsx";

/** The left rail: where one can go, and how much waits there. On a phone it is two bars on top. */
export const Rail = () => (
  <header class="rail">
    <a class="brand" href={myPlaces()[0]?.href ?? "/practice/"}>
      <Mark size={28} />
      <span>{practice()?.name ?? "Practice"}</span>
    </a>
    <Show when={session()}>
      <div class="rail-tools">
        <button type="button" class="tool rail-find" aria-label="Find or do" onClick={openPalette}>
          <Icon name="search" size={16} />
          <span>Find or do</span>
          <Keys chord="mod+k" />
        </button>
      </div>
    </Show>
    <nav aria-label="Main menu">
      <For each={myPlaces()}>{(place) => <RailLink place={place} />}</For>
    </nav>
    <Show when={session()}>
      {(found) => (
        <div class="rail-foot">
          <AccountMenu />
          <span class="small rail-who">
            {found().staff?.name}
            <br />
            <span class="soft">{found().staff?.role}</span>
          </span>
          <button type="button" class="tool rail-help" aria-label="Keys" onClick={openHelp}>
            <kbd>?</kbd>
          </button>
        </div>
      )}
    </Show>
  </header>
);

function RailLink(props: { place: Place }) {
  const count = () => props.place.count && counts()?.[props.place.count];
  return (
    <a
      class="rail-link"
      href={props.place.href}
      aria-current={placeAt(path()) === props.place ? "page" : undefined}
    >
      <Icon name={props.place.icon} />
      <span class="rail-name">{props.place.name}</span>
      <Show when={count()}>
        {(number) => (
          <span class="rail-count num">
            {number()}
            <span class="sr"> waiting</span>
          </span>
        )}
      </Show>
    </a>
  );
}
