import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not know Node's own SQLite yet.
import { DatabaseSync } from "node:sqlite";
import { endLeftover, recordedRun } from "./run-record.ts";
import { diskFull, StartProblem } from "./start-problem.ts";

const lockName = "lock.db";

/** Less than this, and some write soon fails half-way, in words that do not say why. */
const leastFreeBytes = 32 * 1024 * 1024;

/** A database that nobody refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>();

/** The folder that holds everything persistent, held by one runner at a time. */
export interface DataFolder {
  path: string;
  release(): void;
}

/**
 * Takes the folder for this process. The lock is SQLite's on a file of its own: the operating system drops it when
 * the process ends, however it ends, so there is never a stale one to judge. An emulator that outlived its runner
 * is ended here, because it would go on writing to the same file.
 */
export async function takeDataFolder(path: string, fresh: boolean): Promise<DataFolder> {
  if (fresh && existsSync(path) && readdirSync(path).length && !existsSync(join(path, lockName))) {
    throw new StartProblem(
      `${path} was not made by Porchlight, so --fresh will not empty it. Choose another DATA_DIR.`,
    );
  }
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = statfsSync(path);
  if (!fresh && bavail * bsize < leastFreeBytes) {
    throw diskFull();
  }
  const lock = lockFile(path);
  await endLeftover(path);
  if (fresh) {
    empty(path);
  }
  return { path, release: () => release(lock) };
}

function release(lock: DatabaseSync): void {
  if (held.delete(lock)) {
    lock.close();
  }
}

function lockFile(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, lockName), { timeout: 0 });
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    held.add(lock);
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && /locked|busy/.test(error.message)) {
      const runner = recordedRun(folder)?.runner;
      throw new StartProblem(
        `Porchlight is already running on ${folder}${runner ? ` (process ${runner})` : ""}. Stop it first, or set DATA_DIR to another folder.`,
      );
    }
    throw error;
  }
}

function empty(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(lockName)) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}
