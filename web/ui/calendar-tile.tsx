import { pastYear, say } from "#web/i18n/language.ts";
import { Icon } from "./icon.tsx";

/** Where a day will stand once there is one. */
export const BlankTile = () => (
  <span class="tile tile-blank" aria-hidden="true">
    <Icon name="clock" size={24} />
  </span>
);

/** A leaf of a wall calendar. Decoration: the date stands in words beside it. */
export function CalendarTile(props: {
  at: string;
  timeZone: string;
  tone?: "quiet" | undefined;
  large?: boolean;
}) {
  const parts = () => say.tile(props.at, props.timeZone);
  return (
    <span
      class="tile"
      classList={{
        "tile-quiet": props.tone === "quiet",
        "tile-large": props.large === true,
      }}
      aria-hidden="true"
    >
      <span class="tile-month">{parts().month}</span>
      <span class="tile-day">{parts().day}</span>
      <span class="tile-weekday">{pastYear(props.at, props.timeZone) ?? parts().weekday}</span>
    </span>
  );
}
