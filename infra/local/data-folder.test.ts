import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeDataFolder } from "./data-folder.ts";
import { engineHere, startEmulator } from "./emulator.ts";
import { commandOf, recordRun } from "./run-record.ts";

/** The other engine is a thread of its runner, and cannot outlive it. */
const ownProcess = engineHere() === "dynoxide";

let folder: string;
let holder: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-data-"));
});
afterEach(() => {
  holder?.kill("SIGKILL");
});

/** Another process that holds the folder; answers its emulator's process id, where that is a process. */
async function heldByAnother(): Promise<number> {
  const program = fileURLToPath(new URL("./testing/hold-data-folder.ts", import.meta.url));
  holder = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(holder.stdout ?? holder, "data");
  return Number(String(line));
}

test("a second runner on the same folder is told in one sentence who has it", async () => {
  const emulator = await heldByAnother();
  await expect(takeDataFolder(folder, false)).rejects.toThrow(
    `Porchlight is already running on ${folder} (process ${holder?.pid}). Stop it first, or set DATA_DIR to another folder.`,
  );
  if (ownProcess) process.kill(emulator, "SIGKILL");
});

test.runIf(ownProcess)(
  "after a kill -9 the folder is free, and the emulator that outlived its runner is ended",
  async () => {
    const emulator = await heldByAnother();
    holder?.kill("SIGKILL");
    await once(holder ?? process, "exit");
    expect(commandOf(emulator)).toContain("dynoxide");
    const taken = await takeDataFolder(folder, false);
    expect(commandOf(emulator)).toBeUndefined();
    taken.release();
  },
);

test.runIf(ownProcess)("a process id that was used again is left alone", async () => {
  const other = await startEmulator();
  const pid = other.process?.pid ?? 0;
  recordRun(folder, { runner: 1, emulator: { pid, command: "another command line" } });
  const taken = await takeDataFolder(folder, false);
  expect(commandOf(pid)).toContain("dynoxide");
  taken.release();
  await other.close();
});

test("a released folder can be taken again, in the same process too", async () => {
  const first = await takeDataFolder(folder, false);
  await expect(takeDataFolder(folder, false)).rejects.toThrow("already running");
  first.release();
  (await takeDataFolder(folder, false)).release();
});

test("--fresh empties a folder of ours, and never one that is not", async () => {
  writeFileSync(join(folder, "thesis.txt"), "years of work");
  await expect(takeDataFolder(folder, true)).rejects.toThrow("not made by Porchlight");
  expect(readFileSync(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
  (await takeDataFolder(folder, false)).release();
  (await takeDataFolder(folder, true)).release();
  expect(existsSync(join(folder, "thesis.txt"))).toBe(false);
});
