import type { Bind } from "./database.ts";

/** A piece of a WHERE clause about the resource row `r`. */
export interface Condition {
  sql: string;
  binds: Bind[];
}

/** A condition on one index table. The most selective one leads the search, the others are probed. */
export interface IndexCondition {
  table: "term" | "span";
  param: number;
  /** About the index row `x`; empty means any row. */
  where: Condition;
  /** Whether the probe by resource is a point look-up; otherwise the matches are listed once. */
  probes: boolean;
  negated: boolean;
  /** Smaller is more selective. */
  rank: number;
}

function isIndexCondition(value: Condition | IndexCondition): value is IndexCondition {
  return "table" in value;
}

function listed({ table, param, where, negated }: IndexCondition): Condition {
  return {
    sql: `r.rid ${negated ? "NOT IN" : "IN"} (SELECT x.rid FROM ${table} x WHERE x.param = ? AND (${where.sql}))`,
    binds: [param, ...where.binds],
  };
}

function probed(condition: IndexCondition): Condition {
  const { table, param, where, negated } = condition;
  if (!condition.probes) return listed(condition);
  return {
    sql: `${negated ? "NOT " : ""}EXISTS (SELECT 1 FROM ${table} x WHERE x.param = ? AND x.rid = r.rid AND (${where.sql}))`,
    binds: [param, ...where.binds],
  };
}

export function anyOf(conditions: Condition[]): Condition {
  if (conditions.length === 0) return { sql: "0", binds: [] };
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(" OR "),
    binds: conditions.flatMap(({ binds }) => binds),
  };
}

/** One WHERE clause; without a leading index condition the type's own index leads. */
export function allOf(type: string, given: (Condition | IndexCondition)[]): Condition {
  const conditions = given.reduce(joined, []);
  const [leader] = conditions
    .filter(isIndexCondition)
    .filter(({ negated }) => !negated)
    .sort((a, b) => a.rank - b.rank);
  const parts = conditions.map((one) => {
    if (!isIndexCondition(one)) return one;
    return one === leader ? listed(one) : probed(one);
  });
  // Index rows are of one type and only of living resources: naming the type again would mislead the planner.
  if (!leader) parts.unshift({ sql: "r.type = ? AND r.deleted = 0", binds: [type] });
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(" AND "),
    binds: parts.flatMap(({ binds }) => binds),
  };
}

type Conditions = (Condition | IndexCondition)[];

/** `start=ge…` and `start=lt…` are one stretch of the calendar: found together they are few, apart they are many. */
function joined(conditions: Conditions, next: Condition | IndexCondition): Conditions {
  const same = conditions.findIndex((one) => isSameSpan(one, next));
  const first = conditions[same];
  if (first === undefined || !isIndexCondition(first) || !isIndexCondition(next))
    return [...conditions, next];
  const where = {
    sql: `(${first.where.sql}) AND (${next.where.sql})`,
    binds: [...first.where.binds, ...next.where.binds],
  };
  return conditions.with(same, { ...first, where, rank: first.rank - 0.5 });
}

function isSameSpan(a: Condition | IndexCondition, b: Condition | IndexCondition): boolean {
  if (!isIndexCondition(a) || !isIndexCondition(b)) return false;
  return a.table === "span" && a.param === b.param && !a.negated && !b.negated;
}
