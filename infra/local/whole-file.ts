import { renameSync, writeFileSync } from "node:fs";

/** Writes a file whole or not at all: a kill at any moment leaves the last complete one. For our own eyes only. */
export function writeWhole(path: string, text: string): void {
  const next = `${path}.next`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, path);
}
