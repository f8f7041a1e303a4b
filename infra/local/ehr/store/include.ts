import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { type Charted, referencesAt } from "#infra/local/ehr/fhir/resource.ts";
import type { SearchParameter } from "#infra/local/ehr/fhir/search-parameter.ts";
import { indexKey, searches } from "#infra/local/ehr/fhir/searches.ts";
import { type Chart, resourceOf } from "./chart.ts";
import type { Include, Shape } from "./search-request.ts";

const maxRounds = 4;

/** What `_include` and `_revinclude` bring along with the matches, each resource once. */
export function included(chart: Chart, matches: Charted[], shape: Shape): Charted[] {
  if (shape.includes.length + shape.revincludes.length === 0) return [];
  const seen = new Set(matches.map(nameOf));
  const found: Charted[] = [];
  const keep = (candidates: Charted[]): Charted[] => {
    const fresh = candidates.filter((one) => !seen.has(nameOf(one)) && seen.add(nameOf(one)));
    found.push(...fresh);
    return fresh;
  };
  for (const one of shape.revincludes) keep(pointingAt(chart, matches, one));
  let round = keep(shape.includes.flatMap((one) => pointedAt(chart, matches, one)));
  const again = shape.includes.filter(({ iterate }) => iterate);
  for (let n = 0; n < maxRounds && round.length > 0; n += 1) {
    const sources = round;
    round = keep(again.flatMap((one) => pointedAt(chart, sources, one)));
  }
  return found;
}

const nameOf = ({ resourceType, id }: Charted) => `${resourceType}/${id}`;

function pointedAt(chart: Chart, sources: Charted[], include: Include): Charted[] {
  const parameters = referencesOf(include);
  const from = sources.filter(({ resourceType }) => resourceType === include.type);
  const names = new Set(
    parameters.flatMap(({ steps, target = include.target }) =>
      from
        .flatMap((source) => referencesAt(source, steps))
        .filter((name) => !target || name.startsWith(`${target}/`)),
    ),
  );
  return [...names].flatMap((name) => chart.readReference(name) ?? []);
}

function referencesOf({ type, parameter }: Include): SearchParameter[] {
  const known = searches[type];
  if (!known) throw refuse.malformed(`Cannot include from ${type}`);
  const chosen =
    parameter === "*"
      ? Object.values(known)
      : [known[parameter]].filter((one) => one !== undefined);
  if (chosen.length === 0) throw refuse.malformed(`Cannot include ${type}:${parameter}`);
  return chosen.filter(({ kind }) => kind === "reference");
}

function pointingAt(chart: Chart, targets: Charted[], include: Include): Charted[] {
  const parameter = searches[include.type]?.[include.parameter];
  if (parameter?.kind !== "reference")
    throw refuse.malformed(`Cannot include ${include.type}:${include.parameter}`);
  if (targets.length === 0) return [];
  const rows = chart.database.all(
    `SELECT DISTINCT r.rid, r.body FROM resource r JOIN term x ON x.rid = r.rid
     WHERE x.param = ? AND x.value IN (${targets.map(() => "?").join(",")}) ORDER BY r.rid`,
    indexKey(include.type, parameter),
    ...targets.map(nameOf),
  );
  return rows.map((row) => resourceOf(row["body"]));
}
