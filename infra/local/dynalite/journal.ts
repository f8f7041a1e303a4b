// biome-ignore lint/correctness/noUnresolvedImports: Biome does not know Node's own SQLite yet.
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";

const Attributes = z.record(z.string(), z.unknown());
export type Attributes = z.infer<typeof Attributes>;

const Change = z.object({
  table: z.string(),
  key: Attributes,
  old: z.optional(Attributes),
  new: z.optional(Attributes),
});
/** One item before and after. */
export type Change = z.infer<typeof Change>;

const Row = z.object({ seq: z.number(), at: z.number(), change: z.string() });
const Token = z.object({ asked: z.string() });
const Stream = z.object({ since: z.number(), view: z.string(), label: z.string() });
export type Stream = z.infer<typeof Stream>;
const Latest = z.object({ seq: z.nullable(z.number()) });

export interface Recorded {
  seq: number;
  at: number;
  change: Change;
}

export interface Commit {
  changes: readonly Change[];
  /** A transaction's token, with a digest of what was asked under it. */
  token?: { name: string; asked: string } | undefined;
}

const streamMs = 24 * 60 * 60_000;
const tokenMs = 10 * 60_000;
const tidyEach = 1000;

const schema = `
PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER, name TEXT, at INTEGER, change TEXT);
CREATE INDEX IF NOT EXISTS by_name ON changes (name, seq);
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, asked TEXT, at INTEGER);
CREATE TABLE IF NOT EXISTS streams (name TEXT PRIMARY KEY, since INTEGER, view TEXT, label TEXT);`;

/**
 * Every commit, written down before it is carried out: what an end in between left undone is done again from here, the
 * streams are read from here, and so is whether a transaction's token was there before.
 */
export class Journal {
  readonly #db: DatabaseSync;
  #batch: number;
  #untidied = 0;

  constructor(file = ":memory:") {
    this.#db = new DatabaseSync(file);
    this.#db.exec(schema);
    this.#batch = this.#lastBatch();
    this.#tidy();
  }

  append({ changes, token }: Commit): void {
    const now = Date.now();
    this.#batch += 1;
    this.#db.exec("BEGIN");
    try {
      const insert = this.#db.prepare(
        "INSERT INTO changes (batch, name, at, change) VALUES (?, ?, ?, ?)",
      );
      for (const change of changes) {
        insert.run(this.#batch, change.table, now, JSON.stringify(change));
      }
      if (token) {
        const put = this.#db.prepare("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)");
        put.run(token.name, token.asked, now);
      }
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
    this.#untidied += 1;
    if (this.#untidied >= tidyEach) this.#tidy();
  }

  /** The commit that may not have been carried out: one comes after the other, so only the last. */
  last(): Change[] {
    const found = this.#db.prepare("SELECT seq, at, change FROM changes WHERE batch = ?");
    return found.all(this.#batch).map((row) => recorded(row).change);
  }

  /** What was asked under a token in the last ten minutes. */
  askedUnder(token: string): string | undefined {
    const known = this.#db.prepare("SELECT asked FROM tokens WHERE token = ? AND at > ?");
    const found = known.get(token, Date.now() - tokenMs);
    return found && z.parse(Token, found).asked;
  }

  stream(table: string): Stream | undefined {
    const known = this.#db.prepare("SELECT since, view, label FROM streams WHERE name = ?");
    const found = known.get(table);
    return found && z.parse(Stream, found);
  }

  openStream(table: string, view: string): void {
    const label = new Date().toISOString().slice(0, -1);
    const put = this.#db.prepare("INSERT OR REPLACE INTO streams VALUES (?, ?, ?, ?)");
    put.run(table, this.latest(), view, label);
  }

  /** A table is gone, and what was known of it. */
  forget(table: string): void {
    this.#db.prepare("DELETE FROM streams WHERE name = ?").run(table);
    this.#db.prepare("DELETE FROM changes WHERE name = ?").run(table);
  }

  changesOf(table: string, after: number, limit: number): Recorded[] {
    const found = this.#db.prepare(
      "SELECT seq, at, change FROM changes WHERE name = ? AND seq > ? ORDER BY seq LIMIT ?",
    );
    return found.all(table, after, limit).map(recorded);
  }

  latest(): number {
    const row = this.#db.prepare("SELECT max(seq) AS seq FROM changes").get();
    return z.parse(Latest, row).seq ?? 0;
  }

  close(): void {
    this.#db.close();
  }

  #lastBatch(): number {
    const row = this.#db.prepare("SELECT max(batch) AS seq FROM changes").get();
    return z.parse(Latest, row).seq ?? 0;
  }

  #tidy(): void {
    const now = Date.now();
    const old = this.#db.prepare("DELETE FROM changes WHERE at < ? AND batch < ?");
    old.run(now - streamMs, this.#batch);
    this.#db.prepare("DELETE FROM tokens WHERE at < ?").run(now - tokenMs);
    this.#untidied = 0;
  }
}

function recorded(row: unknown): Recorded {
  const { seq, at, change } = z.parse(Row, row);
  return { seq, at, change: z.parse(Change, JSON.parse(change)) };
}
