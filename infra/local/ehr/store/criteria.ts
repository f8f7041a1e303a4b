import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import type { SearchParameter } from "#infra/local/ehr/fhir/search-parameter.ts";
import { indexKey, resourceTypes, searches } from "#infra/local/ehr/fhir/searches.ts";
import { allOf, type Condition, type IndexCondition } from "./condition.ts";
import { dateCondition } from "./date-condition.ts";
import { parameterCondition } from "./parameter-condition.ts";
import type { Query } from "./search-request.ts";

export interface CriteriaOptions {
  /** `Prefer: handling=lenient`: an unknown parameter is passed over instead of refused. */
  lenient: boolean;
}

/** The WHERE clause over `resource r` that means all of the query's criteria. */
export function criteriaOf(type: string, query: Query, options: CriteriaOptions): Condition {
  const conditions = query.flatMap(([name, value]) => conditionOf(type, [name, value], options));
  return allOf(type, conditions);
}

function conditionOf(
  type: string,
  [name, value]: Query[number],
  options: CriteriaOptions,
): (Condition | IndexCondition)[] {
  if (name === "_id") return [idCondition(type, value)];
  if (name === "_lastUpdated") return [updatedCondition(value)];
  if (name.startsWith("_has:")) return [reverseChain(type, [name, value], options)];
  if (name.includes(".")) return [chain(type, [name, value], options)];
  const [base = "", modifier] = name.split(":");
  const parameter = searches[type]?.[base];
  if (parameter) return [parameterCondition({ type, name: base, modifier, value }, parameter)];
  if (options.lenient) return [];
  throw refuse.malformed(`Unknown search parameter ${base} on ${type}`);
}

function idCondition(type: string, value: string): Condition {
  const ids = value.split(",");
  return {
    sql: `r.type = ? AND r.id IN (${ids.map(() => "?").join(",")})`,
    binds: [type, ...ids],
  };
}

/** The row's own moment, compared as a span of one millisecond. */
function updatedCondition(value: string): Condition {
  const { sql, binds } = dateCondition("_lastUpdated", value);
  return {
    sql: sql.replaceAll("x.low", "r.updated").replaceAll("x.high", "(r.updated + 1)"),
    binds,
  };
}

function referenceParameter(type: string, name: string): SearchParameter {
  const parameter = searches[type]?.[name];
  if (parameter?.kind !== "reference")
    throw refuse.malformed(`Unknown search parameter ${name} on ${type}`);
  return parameter;
}

/** `schedule.actor=Practitioner/1` or `actor:Practitioner.name=Reyes`. */
function chain(
  type: string,
  [name, value]: Query[number],
  options: CriteriaOptions,
): IndexCondition {
  const dot = name.indexOf(".");
  const [head = "", only] = name.slice(0, dot).split(":");
  const tail = name.slice(dot + 1);
  const parameter = referenceParameter(type, head);
  const targets = targetsOf(only ?? parameter.target, tail);
  const found = targets.map((target) => criteriaOf(target, [[tail, value]], options));
  return {
    table: "term",
    param: indexKey(type, parameter),
    where: {
      sql: found.map(({ sql }) => `x.value IN (${referencesWhere(sql)})`).join(" OR "),
      binds: found.flatMap(({ binds }) => binds),
    },
    probes: false,
    negated: false,
    rank: 3,
  };
}

const referencesWhere = (sql: string) =>
  `SELECT r.type || '/' || r.id FROM resource r WHERE ${sql}`;

function targetsOf(target: string | undefined, tail: string): string[] {
  if (target) return [target];
  const [parameter = ""] = tail.split(/[.:]/);
  const able = resourceTypes.filter((type) => parameter === "_id" || searches[type]?.[parameter]);
  if (able.length === 0) throw refuse.malformed(`Unknown search parameter ${parameter}`);
  return able;
}

/** `_has:Observation:patient:code=4548-4`: those that such an Observation points at. */
function reverseChain(
  type: string,
  [name, value]: Query[number],
  options: CriteriaOptions,
): Condition {
  const [, source = "", head = "", ...tail] = name.split(":");
  const parameter = referenceParameter(source, head);
  const found = criteriaOf(source, [[tail.join(":"), value]], options);
  return {
    sql: `r.type = ? AND r.deleted = 0 AND r.type || '/' || r.id IN (
      SELECT x.value FROM term x WHERE x.param = ? AND x.rid IN (SELECT r.rid FROM resource r WHERE ${found.sql}))`,
    binds: [type, indexKey(source, parameter), ...found.binds],
  };
}
