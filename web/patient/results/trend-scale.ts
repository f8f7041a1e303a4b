import type { Flag, Range } from "#domain/measured.ts";
import type { TrendPoint } from "#domain/results.ts";

/** Values in one unit, oldest first. Different units are never drawn together. */
export interface Series {
  readonly unit: string;
  readonly points: readonly TrendPoint[];
}

/** A test's values by their units; the unit of the newest value first. */
export function seriesOf(newestFirst: readonly TrendPoint[]): Series[] {
  const units = new Map<string, TrendPoint[]>();
  for (const point of newestFirst) {
    const unit = point.value.unit ?? "";
    const known = units.get(unit);
    if (known) known.unshift(point);
    else units.set(unit, [point]);
  }
  return [...units].map(([unit, points]) => ({ unit, points }));
}

export type Shape = "dot" | "up" | "down" | "diamond";
const SHAPES: Readonly<Record<Flag, Shape>> = {
  normal: "dot",
  high: "up",
  "critical-high": "up",
  low: "down",
  "critical-low": "down",
  abnormal: "diamond",
  critical: "diamond",
};

export const shapeOf = (flag: Flag | undefined): Shape => SHAPES[flag ?? "normal"];

export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly shape: Shape;
  /** Beyond what the laboratory can measure: the value is a bound. */
  readonly bound: boolean;
  readonly point: TrendPoint;
}

export interface Plot {
  readonly marks: readonly Mark[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly band: { readonly top: number; readonly bottom: number } | undefined;
}

/** The inside of a picture: marks stand in it, ticks beside it. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where each value of a series stands. */
export function plot({ points }: Series, frame: Frame): Plot {
  const range = points.at(-1)?.range;
  const ticks = ticksFor(valuesOf(points, range));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const yOf = (value: number) =>
    frame.bottom - ((value - low) / (high - low)) * (frame.bottom - frame.top);
  const times = points.map(({ date }) => Date.parse(date));
  const first = times[0] ?? 0;
  const span = (times.at(-1) ?? 0) - first;
  const xOf = (time: number) =>
    span === 0
      ? (frame.left + frame.right) / 2
      : frame.left + ((time - first) / span) * (frame.right - frame.left);
  return {
    marks: points.map((point, at) => ({
      x: xOf(times[at] ?? 0),
      y: yOf(point.value.number),
      shape: shapeOf(point.flag),
      bound: point.value.comparator !== undefined,
      point,
    })),
    ticks: ticks.map((value) => ({ value, y: yOf(value) })),
    band: bandOf(range, { low, high, yOf }),
  };
}

const valuesOf = (points: readonly TrendPoint[], range: Range | undefined): number[] => [
  ...points.map(({ value }) => value.number),
  ...[range?.low, range?.high].filter((edge) => edge !== undefined),
];

/** An open end of a range reaches the end of the picture. */
function bandOf(
  range: Range | undefined,
  scale: { low: number; high: number; yOf: (value: number) => number },
): Plot["band"] {
  if (range?.low === undefined && range?.high === undefined) return undefined;
  return {
    top: scale.yOf(range.high ?? scale.high),
    bottom: scale.yOf(range.low ?? scale.low),
  };
}

const STEPS = [1, 2, 2.5, 5, 10];
const MOST_TICKS = 5;

/** Round numbers around all values, three to six of them. */
export function ticksFor(values: readonly number[]): number[] {
  const least = Math.min(...values);
  const most = Math.max(...values);
  // One value, or all the same: room above it and below.
  const span = most - least || Math.abs(most) || 1;
  const rough = span / (MOST_TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough * 0.999) ?? 10) * power;
  const from = Math.floor(least / step - (most === least ? 1 : 0));
  const to = Math.ceil(most / step + (most === least ? 1 : 0));
  return Array.from({ length: to - from + 1 }, (_, at) =>
    Number(((from + at) * step).toPrecision(12)),
  );
}
