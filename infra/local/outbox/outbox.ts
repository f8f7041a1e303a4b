import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

const Sent = z.object({
  /** The vendor's id of it. */
  id: z.string(),
  at: z.string(),
  channel: z.enum(["sms", "email"]),
  from: z.string(),
  to: z.string(),
  subject: z.optional(z.string()),
  body: z.string(),
  tag: z.optional(z.string()),
});
export type Sent = z.infer<typeof Sent>;

/**
 * How the next calls go wrong: an answer instead of the work, or no answer before or after it. `status` 429 and 5xx are
 * the vendors' own.
 */
export type VendorFault =
  | { readonly fault: "drop-before" | "drop-after" }
  | { readonly fault: "status"; readonly status: number };

/** Everything "sent" from here, in a file: one JSON line each, so that a kill leaves whole lines. */
export class Outbox {
  readonly #file: string;
  readonly #sent: Sent[];
  /** Faults in waiting, by channel; the next call takes the first. */
  readonly faults: Record<Sent["channel"], VendorFault[]> = { sms: [], email: [] };

  readonly #now: () => string;

  constructor(dataDir: string, now = () => new Date().toISOString()) {
    this.#now = now;
    this.#file = join(dataDir, "outbox.jsonl");
    this.#sent = existsSync(this.#file) ? readLines(this.#file) : [];
  }

  list(): readonly Sent[] {
    return this.#sent;
  }

  add(message: Omit<Sent, "at" | "id"> & { id?: string }): Sent {
    const sent = { id: randomUUID(), ...message, at: this.#now() };
    appendFileSync(this.#file, `${JSON.stringify(sent)}\n`, { mode: 0o600 });
    this.#sent.push(sent);
    return sent;
  }
}

/** A line cut off by a kill is no message: its sender never got an answer for it. */
const readLines = (file: string): Sent[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [z.parse(Sent, JSON.parse(line))];
      } catch {
        return [];
      }
    });
