import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not know Node's own SQLite yet.
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { assemble } from "#infra/local/assembly.ts";

const lockFile = "node_modules/.cache/porchlight/assembly.lock";
const template = "Porchlight-demo.template.json";

/**
 * What `npm start` would run now, built and synthesised where it is not current, and copied into a folder: a build that
 * comes later cannot change it under a test.
 * @param change makes another template of the one that was synthesised
 */
export async function assembled(
  folder: string,
  change: (template: string) => string = (same) => same,
): Promise<string> {
  const copy = join(folder, "cdk.out");
  await assembledHere(() => cpSync("cdk.out", copy, { recursive: true, filter: isWanted }));
  const file = join(copy, template);
  writeFileSync(file, change(readFileSync(file, "utf8")));
  return copy;
}

/** Builds and synthesises in place, as `npm start` would at its next start. */
export async function assembledHere(then: () => void = () => {}): Promise<void> {
  await alone(async () => {
    await assemble(() => {}, new AbortController().signal);
    then();
  });
}

/** The assets of the web app and of the deployment's own helpers are not run here. */
const isWanted = (path: string) => !/\.(html|css|map|zip|br|woff2|svg|png)$/.test(path);

/** Test files start side by side, and two builds at once would tread on each other. The lock ends with its process. */
async function alone(work: () => Promise<void>): Promise<void> {
  mkdirSync(join(lockFile, ".."), { recursive: true });
  const lock = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    while (!isMine(lock)) await sleep(50);
    await work();
  } finally {
    lock.close();
  }
}

function isMine(lock: DatabaseSync): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch {
    return false;
  }
}
