// biome-ignore lint/correctness/noUnresolvedImports: node:sqlite is in Node 24; Biome's list of modules is older
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { searchesFingerprint } from "#infra/local/ehr/fhir/searches.ts";

/** What may stand for a `?`. */
export type Bind = SQLInputValue;

export type Row = Record<string, unknown>;

const tables = `
  CREATE TABLE IF NOT EXISTS resource (
    rid INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    updated INTEGER NOT NULL, deleted INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS version (
    rid INTEGER NOT NULL, version INTEGER NOT NULL, updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (rid, version)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS term (
    param INTEGER NOT NULL, value TEXT NOT NULL, rid INTEGER NOT NULL, system TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS span (
    param INTEGER NOT NULL, rid INTEGER NOT NULL, low REAL NOT NULL, high REAL NOT NULL);
  CREATE TABLE IF NOT EXISTS doorbell (
    bell INTEGER PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);`;

/** Made after the first load: sorting once is several times faster than inserting in place. */
const indexes = `
  CREATE UNIQUE INDEX IF NOT EXISTS resource_id ON resource (type, id);
  CREATE INDEX IF NOT EXISTS resource_updated ON resource (type, updated);
  CREATE INDEX IF NOT EXISTS term_value ON term (param, value, rid, system);
  CREATE INDEX IF NOT EXISTS span_rid ON span (param, rid, low, high);
  CREATE INDEX IF NOT EXISTS span_low ON span (param, low, high, rid);`;

const outermost = { begin: "BEGIN IMMEDIATE", commit: "COMMIT", rollback: "ROLLBACK" };
/** The same inside another transaction. */
const within = {
  begin: "SAVEPOINT inner",
  commit: "RELEASE inner",
  rollback: "ROLLBACK TO inner; RELEASE inner",
};

/** One SQLite file: prepared statements by their text, and transactions. */
export class Database {
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#sqlite = new DatabaseSync(file);
    // WAL with NORMAL: a commit survives the death of the process, which is what is promised here.
    this.#sqlite.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
    );
    this.#sqlite.exec(tables);
  }

  createIndexes(): void {
    this.#sqlite.exec(indexes);
    this.#sqlite.exec(`PRAGMA user_version = ${searchesFingerprint}`);
  }

  /** True when the search table in the code is not the one these rows were indexed by. */
  indexedOtherwise(): boolean {
    return this.first("PRAGMA user_version")?.["user_version"] !== searchesFingerprint;
  }

  exec(sql: string): void {
    this.#sqlite.exec(sql);
  }

  run(sql: string, ...binds: Bind[]): void {
    this.#prepared(sql).run(...binds);
  }

  first(sql: string, ...binds: Bind[]): Row | undefined {
    return this.#prepared(sql).get(...binds);
  }

  all(sql: string, ...binds: Bind[]): Row[] {
    return this.#prepared(sql).all(...binds);
  }

  transaction<T>(work: () => T): T {
    const { begin, commit, rollback } = this.#sqlite.isTransaction ? within : outermost;
    this.exec(begin);
    try {
      const result = work();
      this.exec(commit);
      return result;
    } catch (error) {
      this.exec(rollback);
      throw error;
    }
  }

  /** What the work writes is seen by itself alone. */
  pretend<T>(work: () => T): T {
    const { begin, rollback } = this.#sqlite.isTransaction ? within : outermost;
    this.exec(begin);
    try {
      return work();
    } finally {
      this.exec(rollback);
    }
  }

  setting(name: string): string | undefined {
    const value = this.first("SELECT value FROM setting WHERE name = ?", name)?.["value"];
    return typeof value === "string" ? value : undefined;
  }

  keepSetting(name: string, value: string): void {
    this.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value);
  }

  /** Everything written from here on can be undone at once. */
  mark(): void {
    this.exec("BEGIN");
  }

  /** Back to the mark, and it stands again. */
  rewind(): void {
    this.exec("ROLLBACK; BEGIN");
  }

  close(): void {
    this.#sqlite.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#sqlite.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
