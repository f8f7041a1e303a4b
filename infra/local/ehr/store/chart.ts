import { randomUUID } from "node:crypto";
import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { type Charted, type Resource, splitReference } from "#infra/local/ehr/fhir/resource.ts";
import { BulkLoad } from "./bulk-load.ts";
import { Database, type Row } from "./database.ts";
import { indexRows } from "./index-rows.ts";

/** One committed change: nothing before a create, nothing after a delete. */
export interface Change {
  type: string;
  id: string;
  before: Charted | undefined;
  after: Charted | undefined;
}

/** Runs inside the transaction, before it commits, and may write or refuse. */
type BeforeCommit = (changes: Change[]) => void;

export interface Entry {
  version: number;
  updated: number;
  resource: Charted | undefined;
}

/** Every resource with all its versions, indexed for search. Writes are synchronous and atomic. */
export class Chart {
  readonly database: Database;
  readonly now: () => Date;
  /** Names what is created. */
  readonly newId: () => string;
  readonly #beforeCommit: BeforeCommit[] = [];
  readonly #afterCommit: (() => void)[] = [];
  #changes: Change[] | undefined;

  constructor(file: string, now: () => Date, newId: () => string = randomUUID) {
    this.database = new Database(file);
    this.now = now;
    this.newId = newId;
  }

  beforeCommit(hook: BeforeCommit): void {
    this.#beforeCommit.push(hook);
  }

  afterCommit(hook: () => void): void {
    this.#afterCommit.push(hook);
  }

  /** All or nothing; nested calls join the outer one. */
  atomic<T>(work: () => T): T {
    if (this.#changes) return work();
    const changes: Change[] = [];
    this.#changes = changes;
    try {
      const result = this.database.transaction(() => {
        const worked = work();
        for (const hook of this.#beforeCommit) hook(changes);
        return worked;
      });
      if (changes.length > 0) for (const hook of this.#afterCommit) hook();
      return result;
    } finally {
      this.#changes = undefined;
    }
  }

  find(type: string, id: string): Charted | undefined {
    const row = this.#row(type, id);
    return row ? charted(row) : undefined;
  }

  /** Rejects with 404 when it never was, 410 when it was deleted. */
  read(type: string, id: string): Charted {
    const row = this.#row(type, id);
    if (!row) throw refuse.missing(`${type}/${id}`);
    const resource = charted(row);
    if (!resource) throw refuse.deleted(`${type}/${id}`);
    return resource;
  }

  exists(type: string, id: string): boolean {
    return this.#row(type, id) !== undefined;
  }

  readReference(reference: string): Charted | undefined {
    const { type, id } = splitReference(reference);
    return this.find(type, id);
  }

  /** Every version, newest first. */
  history(type: string, id: string): Entry[] {
    const row = this.#row(type, id);
    if (!row) throw refuse.missing(`${type}/${id}`);
    const older = this.database.all(
      "SELECT version, updated, deleted, body FROM version WHERE rid = ? ORDER BY version DESC",
      Number(row["rid"]),
    );
    return [row, ...older].map((one) => ({
      version: Number(one["version"]),
      updated: Number(one["updated"]),
      resource: charted(one),
    }));
  }

  create(resource: Resource): Charted {
    return this.put({ ...resource, id: this.newId() });
  }

  /** Stores the next version under the resource's own id. */
  put(resource: Resource): Charted {
    const { resourceType: type, id = this.newId() } = resource;
    return this.atomic(() => {
      const row = this.#row(type, id);
      const before = row && charted(row);
      if (row) this.#retire(row, before);
      const updated = this.now();
      const version = Number(row?.["version"] ?? 0) + 1;
      const meta = {
        ...resource.meta,
        versionId: String(version),
        lastUpdated: updated.toISOString(),
      };
      const after = { ...resource, id, meta };
      this.#write(row, { version, updated: updated.getTime(), resource: after });
      this.#changes?.push({ type, id, before, after });
      return after;
    });
  }

  remove(type: string, id: string): void {
    this.atomic(() => {
      const row = this.#row(type, id);
      const before = row && charted(row);
      if (!row || !before) return;
      this.#retire(row, before);
      this.database.run(
        "UPDATE resource SET version = version + 1, updated = ?, deleted = 1, body = '' WHERE rid = ?",
        this.now().getTime(),
        Number(row["rid"]),
      );
      this.#changes?.push({ type, id, before, after: undefined });
    });
  }

  /** Many new resources at once, dated by their own meta.lastUpdated. No doorbell rings for them. */
  load(resources: Iterable<Resource>): void {
    const load = new BulkLoad(this.database);
    const now = this.now();
    for (const resource of resources) load.add(resource, now);
    load.finish();
  }

  /** Indexes every resource again, after the search table in the code has changed. */
  reindex(): void {
    this.database.exec("DELETE FROM term; DELETE FROM span;");
    const load = new BulkLoad(this.database);
    for (const row of this.database.all("SELECT rid, body FROM resource WHERE deleted = 0"))
      load.index(Number(row["rid"]), resourceOf(row["body"]));
    load.finish();
    this.database.createIndexes();
  }

  /** Answers as if nothing after that moment had happened: the present is put back before it returns. */
  asOf<T>(moment: number, work: () => T): T {
    return this.database.pretend(() => {
      const recent = this.database.all("SELECT * FROM resource WHERE updated > ?", moment);
      for (const row of recent) this.#rewind(row, moment);
      return work();
    });
  }

  countsByType(): Record<string, number> {
    const rows = this.database.all(
      "SELECT type, count(*) AS n FROM resource WHERE deleted = 0 GROUP BY type ORDER BY type",
    );
    return Object.fromEntries(rows.map((row) => [String(row["type"]), Number(row["n"])]));
  }

  #row(type: string, id: string): Row | undefined {
    return this.database.first("SELECT * FROM resource WHERE type = ? AND id = ?", type, id);
  }

  #retire(row: Row, before: Charted | undefined): void {
    this.database.run(
      "INSERT INTO version (rid, version, updated, deleted, body) SELECT rid, version, updated, deleted, body FROM resource WHERE rid = ?",
      Number(row["rid"]),
    );
    if (before) this.#unindex(Number(row["rid"]), before);
  }

  #write(row: Row | undefined, entry: Entry & { resource: Charted }): void {
    const { version, updated, resource } = entry;
    if (row)
      this.database.run(
        "UPDATE resource SET version = ?, updated = ?, deleted = 0, body = ? WHERE rid = ?",
        ...[version, updated, JSON.stringify(resource), Number(row["rid"])],
      );
    else
      this.database.run(
        "INSERT INTO resource (type, id, version, updated, deleted, body) VALUES (?, ?, ?, ?, 0, ?)",
        ...[resource.resourceType, resource.id, version, updated, JSON.stringify(resource)],
      );
    const rid = row?.["rid"] ?? this.database.first("SELECT last_insert_rowid() AS rid")?.["rid"];
    this.#index(Number(rid), resource);
  }

  #rewind(row: Row, moment: number): void {
    const rid = Number(row["rid"]);
    const present = charted(row);
    if (present) this.#unindex(rid, present);
    const past = this.database.first(
      "SELECT * FROM version WHERE rid = ? AND updated <= ? ORDER BY version DESC LIMIT 1",
      ...[rid, moment],
    );
    const then = past && charted(past);
    if (then) this.#write(row, { version: Number(past["version"]), updated: 0, resource: then });
    else this.database.run("UPDATE resource SET deleted = 1 WHERE rid = ?", rid);
  }

  #index(rid: number, resource: Resource): void {
    const { terms, spans } = indexRows(resource);
    for (const { param, value, system } of terms)
      this.database.run("INSERT INTO term VALUES (?, ?, ?, ?)", param, value, rid, system);
    for (const { param, low, high } of spans)
      this.database.run("INSERT INTO span VALUES (?, ?, ?, ?)", param, rid, low, high);
  }

  #unindex(rid: number, resource: Resource): void {
    const { terms, spans } = indexRows(resource);
    for (const { param, value } of terms)
      this.database.run(
        "DELETE FROM term WHERE param = ? AND value = ? AND rid = ?",
        ...[param, value, rid],
      );
    for (const { param } of spans)
      this.database.run("DELETE FROM span WHERE param = ? AND rid = ?", param, rid);
  }
}

/** The chart wrote this text itself, so its shape is known. */
export function resourceOf(body: unknown): Charted {
  return JSON.parse(String(body));
}

function charted(row: Row): Charted | undefined {
  return row["deleted"] === 0 ? resourceOf(row["body"]) : undefined;
}
