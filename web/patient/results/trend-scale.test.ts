// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { TrendPoint } from "#domain/results.ts";
import { plot, seriesOf, ticksFor } from "./trend-scale.ts";

const point = (date: string, number: number, more: Partial<TrendPoint> = {}): TrendPoint => ({
  id: `Observation~${date}`,
  loinc: "2823-3",
  name: "Potassium",
  date,
  value: { number, unit: "mmol/L" },
  ...more,
});
const frame = { left: 0, right: 100, top: 0, bottom: 100 };

describe("values over time", () => {
  it("stand oldest first, and never two units in one picture", () => {
    const series = seriesOf([
      point("2026-03-01", 4),
      point("2025-03-01", 70, { value: { number: 70, unit: "mg/dL" } }),
      point("2024-03-01", 5),
    ]);
    expect(series.map(({ unit, points }) => [unit, points.map(({ date }) => date)])).toEqual([
      ["mmol/L", ["2024-03-01", "2026-03-01"]],
      ["mg/dL", ["2025-03-01"]],
    ]);
  });

  it("lie where their day and their number say, in the band or outside it", () => {
    const range = { low: 3.5, high: 5 };
    const points = [
      point("2026-01-01", 6, { range, flag: "high" }),
      point("2026-01-11", 4, { range }),
      point("2026-01-21", 3, { range, flag: "low" }),
    ];
    const { marks, band, ticks } = plot({ unit: "mmol/L", points }, frame);
    expect(marks.map(({ x }) => x)).toEqual([0, 50, 100]);
    expect(marks.map(({ shape }) => shape)).toEqual(["up", "dot", "down"]);
    const [high, inside, low] = marks.map(({ y }) => y);
    expect(high).toBeLessThan(band?.top ?? 0);
    expect(inside).toBeGreaterThan(band?.top ?? 100);
    expect(inside).toBeLessThan(band?.bottom ?? 0);
    expect(low).toBeGreaterThan(band?.bottom ?? 100);
    expect(ticks.at(0)?.y).toBe(100);
    expect(ticks.at(-1)?.y).toBe(0);
  });

  it("have round numbers around them, one value alone well inside them", () => {
    expect(ticksFor([3.1, 6.2])).toEqual([3, 4, 5, 6, 7]);
    expect(ticksFor([140])).toEqual([50, 100, 150, 200]);
    expect(ticksFor([0])).toHaveLength(3);
    const { marks } = plot({ unit: "", points: [point("2026-01-01", 140)] }, frame);
    expect(marks).toMatchObject([{ x: 50 }]);
  });
});
