import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.tmp`;
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}

/**
 * Saves what `text()` says, whole or not at all: a kill at any moment leaves the last complete file.
 * Callers that arrive while a write is under way share the next one.
 */
export function atomicFile(path: string, text: () => string): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    if (next !== undefined) return next;
    next = last
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return replace(path, text());
      });
    last = next;
    return next;
  };
}
