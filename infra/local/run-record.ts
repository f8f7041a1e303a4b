import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { writeWhole } from "./whole-file.ts";

const RunRecord = z.object({
  runner: z.number(),
  emulator: z.optional(z.object({ pid: z.number(), command: z.string() })),
});
type RunRecord = z.infer<typeof RunRecord>;

const fileOf = (folder: string) => join(folder, "run.json");

/** Which processes hold a data folder, for the next start to read should this one be killed. */
export function recordRun(folder: string, record: RunRecord): void {
  writeWhole(fileOf(folder), JSON.stringify(record));
}

export function recordedRun(folder: string): RunRecord | undefined {
  try {
    return z.parse(RunRecord, JSON.parse(readFileSync(fileOf(folder), "utf8")));
  } catch {
    return undefined;
  }
}

export function forgetRun(folder: string): void {
  rmSync(fileOf(folder), { force: true });
}

/** Ends the emulator of a runner that was killed. The command line must match: process ids are used again. */
export async function endLeftover(folder: string): Promise<void> {
  const emulator = recordedRun(folder)?.emulator;
  if (emulator && commandOf(emulator.pid) === emulator.command) {
    process.kill(emulator.pid, "SIGKILL");
    while (commandOf(emulator.pid) === emulator.command) {
      await sleep(10);
    }
  }
  forgetRun(folder);
}

/** A process's command line, or nothing when it is gone (Linux, the one platform the emulator exists for). */
export function commandOf(pid: number): string | undefined {
  const file = `/proc/${pid}/cmdline`;
  try {
    return existsSync(file)
      ? readFileSync(file, "utf8").replaceAll("\0", " ").trim() || undefined
      : undefined;
  } catch {
    return undefined;
  }
}
