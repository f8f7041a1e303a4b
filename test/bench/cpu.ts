import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { freshStore } from "#functions/adapters/dynamo/testing-table.ts";
import { program } from "./cpu-run.ts";
import type { Row } from "./report.ts";

/**
 * The handler's CPU against a textbook handler that does as much: the same visits, slots, client and emulator, in turns.
 * A booking's EHR call is left out on both sides. In a process of its own: nothing of the test runner is in the figures.
 */
export async function cpu(): Promise<Row[]> {
  const { endpoint, name } = await freshStore();
  const { stdout } = await promisify(execFile)(process.execPath, [program, endpoint, name]);
  return JSON.parse(stdout);
}
