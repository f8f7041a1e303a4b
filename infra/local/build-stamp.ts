import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const stampFolder = "node_modules/.cache/porchlight";

export interface Step {
  name: string;
  /** Files whose content decides. */
  inputs: readonly string[];
  /** What must still be there for the step to be skipped. */
  outputs: readonly string[];
}

const stampOf = (step: Step) => join(stampFolder, `${step.name}.sha256`);

/** Whether the step was done with these very inputs, and what it made is still there. */
export function isCurrent(step: Step): boolean {
  const stamp = stampOf(step);
  return (
    step.outputs.every((output) => existsSync(output)) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === contentHash(step.inputs)
  );
}

/** Does the work unless it is current. The stamp is of what stood there before: a change meanwhile is not missed. */
export async function whenChanged(step: Step, work: () => Promise<void>): Promise<void> {
  if (isCurrent(step)) {
    return;
  }
  const before = contentHash(step.inputs);
  await work();
  mkdirSync(dirname(stampOf(step)), { recursive: true });
  writeFileSync(stampOf(step), before);
}

/** Every file at or below these paths that a build could read; tests are left out. */
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
