import { createMemo, createSignal, createUniqueId, For, onCleanup, onMount, Show } from "solid-js";
import type { Flag } from "#domain/measured.ts";
import { t } from "#web/i18n/language.ts";
import { day } from "#web/ui/chart/dates.ts";
import { amountWithUnit, numberWords } from "#web/ui/chart/value-words.ts";
import {
  type Mark,
  type Plot,
  plot,
  type Series,
  type Shape as ShapeName,
  shapeOf,
} from "./trend-scale.ts";

const HEIGHT = 240;
const PHONE = 340;
const EDGE = { left: 44, right: 20, top: 16, bottom: 44 };

/** Each flag has a shape of its own: the picture is read without colour. */
const SHAPES: Readonly<Record<ShapeName, string>> = {
  dot: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
  up: "M0-8 8 6H-8z",
  down: "M0 8 8-6H-8z",
  diamond: "m0-8 8 8-8 8-8-8z",
};

/** The values of a test over time. The table beside it says the same in words. */
export function TrendChart(props: { series: Series; name: string }) {
  const id = createUniqueId();
  const [width, setWidth] = createSignal(PHONE);
  let frame: HTMLDivElement | undefined;
  onMount(() => {
    const watch = new ResizeObserver(([seen]) => setWidth(seen?.contentRect.width || PHONE));
    if (frame) watch.observe(frame);
    onCleanup(() => watch.disconnect());
  });
  const inside = () => ({
    left: EDGE.left,
    right: width() - EDGE.right,
    top: EDGE.top,
    bottom: HEIGHT - EDGE.bottom,
  });
  const drawn = createMemo(() => plot(props.series, inside()));
  return (
    <div class="chart-plot" ref={frame}>
      <svg role="img" aria-labelledby={id} viewBox={`0 0 ${width()} ${HEIGHT}`} height={HEIGHT}>
        <title id={id}>{inWords(props.series, props.name)}</title>
        <Band plot={drawn()} width={width()} />
        <Grid plot={drawn()} width={width()} />
        <path class="chart-line" d={lineOf(drawn().marks)} />
        <For each={drawn().marks}>
          {(mark) => (
            <path
              class="chart-mark"
              data-shape={mark.shape}
              data-bound={mark.bound}
              d={SHAPES[mark.shape]}
              transform={`translate(${mark.x} ${mark.y})`}
            />
          )}
        </For>
        <Days marks={drawn().marks} width={width()} />
      </svg>
    </div>
  );
}

/** The shape of a flag's marks, for the key to the picture. */
export const Shape = (props: { flag: Flag }) => (
  <svg aria-hidden="true" width="20" height="16" viewBox="-10 -8 20 16">
    <path class="chart-mark" data-shape={shapeOf(props.flag)} d={SHAPES[shapeOf(props.flag)]} />
  </svg>
);

const lineOf = (marks: readonly Mark[]): string =>
  marks.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");

const Band = (props: { plot: Plot; width: number }) => (
  <Show when={props.plot.band}>
    {(band) => (
      <>
        <rect
          class="chart-band"
          x={EDGE.left}
          width={props.width - EDGE.left}
          y={band().top}
          height={Math.max(1, band().bottom - band().top)}
        />
        <path
          class="chart-band-edge"
          d={`M${EDGE.left} ${band().top}H${props.width}M${EDGE.left} ${band().bottom}H${props.width}`}
        />
      </>
    )}
  </Show>
);

const Grid = (props: { plot: Plot; width: number }) => (
  <For each={props.plot.ticks}>
    {({ value, y }) => (
      <>
        <path class="chart-grid" d={`M${EDGE.left} ${y}H${props.width}`} />
        <text x={EDGE.left - 8} y={y + 4} text-anchor="end">
          {numberWords(value)}
        </text>
      </>
    )}
  </For>
);

/** The first day and the last, each under its mark. */
const Days = (props: { marks: readonly Mark[]; width: number }) => (
  <>
    <Show when={props.marks[0]}>
      {(first) => (
        <text
          x={props.marks.length > 1 ? EDGE.left : first().x}
          y={HEIGHT - 14}
          text-anchor={props.marks.length > 1 ? "start" : "middle"}
        >
          {day(first().point.date)}
        </text>
      )}
    </Show>
    <Show when={props.marks.length > 1 && props.marks.at(-1)}>
      {(last) => (
        <text x={props.width - 4} y={HEIGHT - 14} text-anchor="end">
          {day(last().point.date)}
        </text>
      )}
    </Show>
  </>
);

/** What the picture shows, for who can't see it. */
function inWords({ points }: Series, name: string): string {
  const sorted = [...points].sort((a, b) => a.value.number - b.value.number);
  const [low] = sorted;
  const high = sorted.at(-1);
  const [first] = points;
  const last = points.at(-1);
  if (!low || !high || !first || !last) return name;
  return t(points.length > 1 ? "trend.drawn" : "trend.drawnOne", {
    name,
    count: points.length,
    first: day(first.date),
    last: day(last.date),
    low: amountWithUnit(low.value),
    high: amountWithUnit(high.value),
  });
}
