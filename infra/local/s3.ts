import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Stack } from "./template.ts";

const Kept = z.object({ key: z.string(), type: z.string(), body: z.string() });

/** One object: its bytes, and what they are. */
export interface StoredObject {
  readonly body: Buffer;
  readonly type: string;
}

/** A bucket on this machine's disk. A key is no path here: each object's file is named by the key's hash. */
export class Bucket {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whole or not at all: who reads meanwhile has the object before it. */
  async put(key: string, { body, type }: StoredObject): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = this.#fileOf(key);
    const draft = `${file}.${process.hrtime.bigint()}`;
    const kept = JSON.stringify({ key, type, body: body.toString("base64") });
    await writeFile(draft, kept, { mode: 0o600 });
    await rename(draft, file);
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const text = await readFile(this.#fileOf(key), "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const { type, body } = Kept.parse(JSON.parse(text));
    return { type, body: Buffer.from(body, "base64") };
  }

  async remove(key: string): Promise<void> {
    await rm(this.#fileOf(key), { force: true });
  }

  #fileOf(key: string): string {
    return join(this.#folder, createHash("sha256").update(key).digest("hex"));
  }
}

/** The stack's buckets. Nothing expires here; what is in them goes with the data folder. */
export class Buckets {
  readonly #buckets: ReadonlyMap<string, Bucket>;

  constructor(stack: Stack, folder: string) {
    this.#buckets = new Map(
      stack
        .ids("AWS::S3::Bucket")
        .map((id) => [stack.ref(id), new Bucket(join(folder, stack.ref(id)))]),
    );
  }

  named(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }
}
