import { appendFileSync } from "node:fs";
import process from "node:process";

/** What a test has shown of a promise: what was asked for, what came out, and how to see it again. */
export interface Figure {
  readonly promise: string;
  readonly bar: string;
  readonly value: string;
  readonly command: string;
  /** How many were tried; else the first number in `value`. */
  readonly tried?: number;
  /** How many of them came out wrong, where the test can tell. */
  readonly wrong?: number;
}

/** Says it on one line, and keeps it as JSON where `PROMISES_OUT` names a file. */
export function figure(shown: Figure): void {
  // biome-ignore lint/style/noProcessEnv: where figures go is a matter of the run, as DEEP is
  const file = process.env["PROMISES_OUT"];
  process.stdout.write(`${shown.promise}: ${shown.value} (${shown.bar})\n`);
  if (file) appendFileSync(file, `${JSON.stringify(shown)}\n`);
}
