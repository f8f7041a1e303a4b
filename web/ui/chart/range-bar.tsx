import { Show } from "solid-js";
import type { Measured } from "#domain/measured.ts";

const WIDTH = 96;
/** The usual range takes the middle half; what is far outside stands at the end. */
const BAND = WIDTH / 4;

/** Where a value lies against its range, 0 to 1 over the whole bar; undefined where that can't be said. */
export function placeIn({ value, range }: Measured): number | undefined {
  const { low, high } = range ?? {};
  if (!value || value.comparator || low === undefined || high === undefined || high <= low)
    return undefined;
  const place = 0.25 + (0.5 * (value.number - low)) / (high - low);
  return Math.min(0.97, Math.max(0.03, place));
}

/** A glance at what the words beside it say. */
export const RangeBar = (props: { one: Measured }) => (
  <Show when={placeIn(props.one)}>
    {(place) => (
      <svg
        class="chart-bar"
        aria-hidden="true"
        width={WIDTH}
        height="16"
        viewBox={`0 0 ${WIDTH} 16`}
      >
        <path class="chart-rail" d={`M2 8h${WIDTH - 4}`} />
        <path class="chart-usual" d={`M${BAND} 8h${2 * BAND}`} />
        <circle class="chart-spot" cx={place() * WIDTH} cy="8" r="5" />
      </svg>
    )}
  </Show>
);
