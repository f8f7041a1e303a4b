import { say } from "#web/i18n/language.ts";

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
      <span class="tile-weekday">{parts().weekday}</span>
    </span>
  );
}
