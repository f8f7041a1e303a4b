import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One line of the table: our figure, what it is compared with, and the bar where there is one. */
export interface Row {
  readonly part: string;
  readonly what: string;
  readonly ours: number;
  readonly unit: string;
  /** Taken in the same run. */
  readonly reference?: number;
  /** The most `ours` may be, or where there is a reference, ours ÷ reference. */
  readonly bar?: number;
}

const ratioOf = ({ ours, reference }: Row) =>
  reference === undefined ? undefined : ours / reference;

/** Undefined where there is no bar. */
export const holds = (row: Row): boolean | undefined =>
  row.bar === undefined ? undefined : (ratioOf(row) ?? row.ours) <= row.bar;

const shown = (value: number | undefined): string => {
  if (value === undefined) return "";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value < 1 ? 3 : 2);
};

const COLUMNS = ["", "ours", "reference", "ratio", "bar", ""];

function line(row: Row): string[] {
  const kept = holds(row);
  return [
    `${row.part}: ${row.what}`,
    `${shown(row.ours)} ${row.unit}`,
    row.reference === undefined ? "" : `${shown(row.reference)} ${row.unit}`,
    shown(ratioOf(row)),
    row.bar === undefined ? "" : `≤ ${shown(row.bar)}`,
    kept === undefined ? "" : kept ? "holds" : "OVER",
  ];
}

/** The table in plain text, columns aligned. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [COLUMNS, ...rows.map(line)];
  const widths = COLUMNS.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  return lines
    .map((cells) => cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "))
    .join("\n");
}

/** The same as JSON, for trends. */
export function writeJson(file: string, rows: readonly Row[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const figures = rows.map((row) => ({ ...row, ratio: ratioOf(row), holds: holds(row) }));
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), figures }, null, 2)}\n`);
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
