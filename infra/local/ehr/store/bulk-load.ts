import type { Resource } from "#infra/local/ehr/fhir/resource.ts";
import type { Bind, Database } from "./database.ts";
import { indexRows } from "./index-rows.ts";

const rowsPerStatement = 64;

/** Gathers rows and writes them many at a time: a practice is ready in a second instead of five. */
class Rows {
  readonly #database: Database;
  readonly #table: string;
  readonly #row: string;
  #count = 0;
  #binds: Bind[] = [];

  constructor(database: Database, table: string, columns: number) {
    this.#database = database;
    this.#table = table;
    this.#row = `(${Array(columns).fill("?").join(",")})`;
  }

  add(...values: Bind[]): void {
    this.#binds.push(...values);
    this.#count += 1;
    if (this.#count === rowsPerStatement) this.flush();
  }

  flush(): void {
    if (this.#count === 0) return;
    const rows = Array(this.#count).fill(this.#row).join(",");
    this.#database.run(`INSERT INTO ${this.#table} VALUES ${rows}`, ...this.#binds);
    this.#count = 0;
    this.#binds = [];
  }
}

export class BulkLoad {
  readonly #resources: Rows;
  readonly #terms: Rows;
  readonly #spans: Rows;
  #rid: number;

  constructor(database: Database) {
    this.#resources = new Rows(database, "resource", 7);
    this.#terms = new Rows(database, "term", 4);
    this.#spans = new Rows(database, "span", 4);
    this.#rid = Number(database.first("SELECT max(rid) AS rid FROM resource")?.["rid"] ?? 0);
  }

  add(resource: Resource, now: Date): void {
    this.#rid += 1;
    const lastUpdated = dateOf(resource.meta) ?? now.toISOString();
    const stored = { ...resource, meta: { ...resource.meta, versionId: "1", lastUpdated } };
    const updated = Date.parse(lastUpdated);
    const body = JSON.stringify(stored);
    this.#resources.add(this.#rid, resource.resourceType, resource.id ?? "", 1, updated, 0, body);
    this.index(this.#rid, resource);
  }

  index(rid: number, resource: Resource): void {
    const { terms, spans } = indexRows(resource);
    for (const { param, value, system } of terms) this.#terms.add(param, value, rid, system);
    for (const { param, low, high } of spans) this.#spans.add(param, rid, low, high);
  }

  finish(): void {
    for (const rows of [this.#resources, this.#terms, this.#spans]) rows.flush();
  }
}

function dateOf(meta: object | undefined): string | undefined {
  const value = meta && "lastUpdated" in meta ? meta.lastUpdated : undefined;
  return typeof value === "string" ? value : undefined;
}
