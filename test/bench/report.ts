import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One line of the table: our figure, what it is compared with, and the bar where there is one. */
export interface Row {
  readonly part: string;
  readonly what: string;
  /** Absent where the thing is not there to be measured; `note` says why. */
  readonly ours?: number;
  readonly unit: string;
  /** Taken in the same run. */
  readonly reference?: number;
  /** The most `ours` may be, or where there is a reference, ours ÷ reference. */
  readonly bar?: number;
  /** The bar is met by nothing but itself. */
  readonly exactly?: true;
  /** What somebody else's product took when it was measured: another day, another run. No verdict rests on it. */
  readonly peer?: string;
  readonly note?: string;
}

const ratioOf = ({ ours, reference }: Row) =>
  ours === undefined || reference === undefined ? undefined : ours / reference;

/** Undefined where there is no bar, or nothing to hold against it. */
export function holds(row: Row): boolean | undefined {
  const figure = ratioOf(row) ?? row.ours;
  if (row.bar === undefined || figure === undefined) return undefined;
  return row.exactly ? figure === row.bar : figure <= row.bar;
}

const shown = (value: number | undefined): string => {
  if (value === undefined) return "";
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value < 1 ? 3 : 2);
};
const measured = (value: number | undefined, unit: string) =>
  value === undefined ? "" : `${shown(value)} ${unit}`.trim();

const COLUMNS = ["", "ours", "reference", "ratio", "bar", "", "peers, 2026-11, another run"];

function line(row: Row): string[] {
  const kept = holds(row);
  const verdict = kept === undefined ? "" : kept ? "held" : "BROKEN";
  return [
    `${row.part}: ${row.what}`,
    measured(row.ours, row.unit),
    measured(row.reference, row.unit),
    ratioOf(row)?.toFixed(3) ?? "",
    row.bar === undefined ? "" : `${row.exactly ? "=" : "≤"} ${shown(row.bar)}`,
    row.note ?? verdict,
    row.peer ?? "",
  ];
}

/** The table in plain text, columns aligned. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [COLUMNS, ...rows.map(line)];
  const widths = COLUMNS.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  return lines
    .map((cells) => cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "))
    .map((text) => text.trimEnd())
    .join("\n");
}

/** How many bars there were, and how many held. */
export function tally(rows: readonly Row[]): string {
  const verdicts = rows.map(holds).filter((kept) => kept !== undefined);
  return `${verdicts.filter(Boolean).length} of ${verdicts.length} bars held`;
}

/** The same as JSON, for trends. */
export function writeJson(file: string, rows: readonly Row[]): void {
  const figures = rows.map((row) => ({ ...row, ratio: ratioOf(row), holds: holds(row) }));
  write(file, { at: new Date().toISOString(), figures });
}

function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** The table as a page of the documentation. */
export function writePage(file: string, rows: readonly Row[], about: readonly string[]): void {
  const cells = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const table = [COLUMNS, COLUMNS.map(() => "---"), ...rows.map(line)].map(cells);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${[...about, "", ...table].join("\n")}\n`);
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
