import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const stampFolder = "node_modules/.cache/porchlight";

export interface Step {
  name: string;
  /** Files whose content decides; tests are left out. */
  inputs: readonly string[];
  /** What must still be there for the step to be skipped. */
  outputs: readonly string[];
}

/** Does the work unless it was done before with the same inputs and its outputs are still there. */
export async function whenChanged(step: Step, work: () => Promise<void>): Promise<void> {
  const stamp = join(stampFolder, `${step.name}.sha256`);
  const now = contentHash(step.inputs);
  const before = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (before === now && step.outputs.every((output) => existsSync(output))) {
    return;
  }
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

/** Every file below these files and folders that a build could read. */
export function inputsOf(...paths: string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) {
      return [];
    }
    return statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
      : [path];
  });
}

function contentHash(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}
