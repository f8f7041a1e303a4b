import { Show } from "solid-js";
import { zoneName } from "#domain/time.ts";
import type { Load } from "#web/api/load.ts";
import { language, say, t } from "#web/i18n/language.ts";
import { Icon } from "./icon.tsx";
import { Notice } from "./notice.tsx";

interface Aged {
  asOf?: string | undefined;
  stale?: boolean | undefined;
}

/**
 * Says how old a list is, where it is older than now: the server said so or the last re-read failed. What the server
 * never read as a whole may lack something.
 */
export function Freshness<T extends Aged>(props: { load: Load<T> }) {
  const old = () => {
    const data = props.load.data();
    if (!data || !(data.stale || props.load.problem())) return undefined;
    if (data.stale && data.asOf === undefined) return t("app.partial");
    return t("app.stale", {
      age: say.ago(data.asOf ?? new Date(props.load.loadedAt()).toISOString()),
    });
  };
  return (
    <Show when={old()}>
      {(words) => (
        <div role="status">
          <Notice tone="wait" icon="clock">
            <p>{words()}</p>
          </Notice>
        </div>
      )}
    </Show>
  );
}

/** Only where this device keeps another time than the clinic. */
export function ZoneNote(props: { at: string; timeZone: string }) {
  const differs = () => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return say.dateTime(props.at, here) !== say.dateTime(props.at, props.timeZone);
  };
  const zone = () => zoneName(props.at, { timeZone: props.timeZone, language: language() });
  return (
    <Show when={differs()}>
      <p class="soft small row note">
        <Icon name="globe" size={16} />
        {t("app.zoneNote", { zone: zone() })}
      </p>
    </Show>
  );
}

/** Bars where content will stand, as tall as it will be. */
export const Skeleton = (props: { bars?: 1 | 2 | 3 }) => (
  <div class="skeleton" role="status">
    <span class="sr">{t("app.loading")}</span>
    <i />
    <Show when={(props.bars ?? 3) > 1}>
      <i />
    </Show>
    <Show when={(props.bars ?? 3) > 2}>
      <i />
    </Show>
  </div>
);
