import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import type { Charted } from "#infra/local/ehr/fhir/resource.ts";
import { indexKey, searches } from "#infra/local/ehr/fhir/searches.ts";
import { type Chart, resourceOf } from "./chart.ts";
import { type CriteriaOptions, criteriaOf } from "./criteria.ts";
import type { Bind } from "./database.ts";
import { included } from "./include.ts";
import { type Query, type SearchRequest, searchRequest } from "./search-request.ts";

export interface Found {
  total: number;
  matches: Charted[];
  included: Charted[];
  /** Where the next page starts, when there is one. */
  next: string | undefined;
}

interface Order {
  joins: string;
  joinBinds: Bind[];
  by: string;
  byBinds: Bind[];
}

/** Finds a page of resources, and how many there are in all. */
export function search(chart: Chart, request: SearchRequest, options: CriteriaOptions): Found {
  const { type, shape } = request;
  if (!searches[type]) throw refuse.unknownType(type);
  const where = criteriaOf(type, request.criteria, options);
  const total = count(chart, where);
  if (shape.summary === "count" || shape.count === 0)
    return { total, matches: [], included: [], next: undefined };
  const offset = offsetOf(shape.cursor);
  const order = orderOf(type, shape.sort);
  const rows = chart.database.all(
    `SELECT r.body FROM resource r ${order.joins} WHERE ${where.sql} ORDER BY ${order.by} LIMIT ? OFFSET ?`,
    ...[...order.joinBinds, ...where.binds, ...order.byBinds, shape.count, offset],
  );
  const matches = rows.map((row) => resourceOf(row["body"]));
  const seen = offset + matches.length;
  return {
    total,
    matches,
    included: included(chart, matches, shape),
    next: seen < total && matches.length > 0 ? cursorOf(seen) : undefined,
  };
}

/** Every match of a query such as an If-None-Exist header, at most the first thousand. */
export function matchesOf(chart: Chart, type: string, query: Query): Charted[] {
  const request = searchRequest(type, [...query, ["_count", "1000"]]);
  if (request.criteria.length === 0)
    throw refuse.stale("A conditional request needs at least one search parameter");
  return search(chart, request, { lenient: false }).matches;
}

function count(chart: Chart, where: { sql: string; binds: Bind[] }): number {
  const row = chart.database.first(
    `SELECT count(*) AS n FROM resource r WHERE ${where.sql}`,
    ...where.binds,
  );
  return Number(row?.["n"]);
}

/** Ties, and searches without a sort, come in the order the resources were made. */
function orderOf(type: string, sort: string[]): Order {
  const order: Order = { joins: "", joinBinds: [], by: "", byBinds: [] };
  for (const [index, key] of sort.entries()) {
    const name = key.replace(/^-/, "");
    order.by += `${columnOf(type, name, { order, index })} ${key.startsWith("-") ? "DESC" : "ASC"}, `;
  }
  order.by += "r.rid";
  return order;
}

function columnOf(type: string, name: string, at: { order: Order; index: number }): string {
  if (name === "_lastUpdated") return "r.updated";
  if (name === "_id") return "r.id";
  const parameter = searches[type]?.[name];
  if (!parameter) throw refuse.malformed(`Unknown sort parameter ${name} on ${type}`);
  const { order, index } = at;
  const key = indexKey(type, parameter);
  if (parameter.kind === "date" || parameter.kind === "quantity") {
    order.byBinds.push(key);
    return "(SELECT min(low) FROM span WHERE param = ? AND rid = r.rid)";
  }
  // Terms are indexed by word, not by resource: listing them once beats looking for each.
  order.joins += ` LEFT JOIN (SELECT rid, min(value) AS v FROM term WHERE param = ? GROUP BY rid) s${index} ON s${index}.rid = r.rid`;
  order.joinBinds.push(key);
  return `s${index}.v`;
}

function cursorOf(offset: number): string {
  return Buffer.from(`after:${offset}`).toString("base64url");
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, offset] = /^after:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!offset) throw refuse.malformed("This page link was not given by this server");
  return Number(offset);
}
