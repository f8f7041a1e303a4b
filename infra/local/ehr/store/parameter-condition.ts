import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { relativeReference } from "#infra/local/ehr/fhir/resource.ts";
import type { ParameterKind, SearchParameter } from "#infra/local/ehr/fhir/search-parameter.ts";
import { indexKey, searches } from "#infra/local/ehr/fhir/searches.ts";
import { folded } from "#infra/local/ehr/fhir/values.ts";
import { anyOf, type Condition, type IndexCondition } from "./condition.ts";
import { dateCondition, quantityCondition } from "./date-condition.ts";

/** One search parameter as it was asked: `family:exact=Marlowe`. */
export interface Asked {
  type: string;
  name: string;
  modifier: string | undefined;
  value: string;
}

const ranks: Record<ParameterKind, number> = {
  reference: 2,
  string: 3,
  uri: 3,
  date: 4,
  quantity: 5,
  token: 6,
};

const modifiers: Record<ParameterKind, string[]> = {
  token: ["not"],
  string: ["exact", "contains"],
  reference: [],
  date: [],
  quantity: [],
  uri: [],
};

/** Turns one asked parameter into a condition on the index. */
export function parameterCondition(asked: Asked, parameter: SearchParameter): IndexCondition {
  const { kind } = parameter;
  const base = {
    table: kind === "date" || kind === "quantity" ? ("span" as const) : ("term" as const),
    param: indexKey(asked.type, parameter),
    rank: asked.name === "identifier" ? 1 : ranks[kind],
  };
  if (asked.modifier === "missing") {
    const where = parameter.target ? startsWith(`${parameter.target}/`) : { sql: "1", binds: [] };
    return { ...base, where, probes: base.table === "span", negated: isTrue(asked) };
  }
  requireModifier(asked, kind);
  const parts = splitUnescaped(asked.value).map((value) => one(asked, parameter, value));
  const probes = base.table === "span" || parts.every(({ equality }) => equality);
  return { ...base, where: anyOf(parts), probes, negated: asked.modifier === "not" };
}

function requireModifier({ modifier, name }: Asked, kind: ParameterKind): void {
  if (modifier === undefined || modifiers[kind].includes(modifier)) return;
  if (kind === "reference" && searches[modifier]) return;
  throw refuse.malformed(`The modifier :${modifier} is not supported on ${name}`);
}

function isTrue({ value, name }: Asked): boolean {
  if (value !== "true" && value !== "false")
    throw refuse.malformed(`${name}:missing is true or false`);
  return value === "true";
}

/** A comma separates alternatives, unless a backslash guards it. */
function splitUnescaped(value: string): string[] {
  return value.split(/(?<!\\),/).map((part) => part.replace(/\\([,|$\\])/g, "$1"));
}

/** Equality of the word is a point look-up in the index; anything else walks a stretch of it. */
interface WordCondition extends Condition {
  equality?: true;
}

const equals = (value: string): WordCondition => ({
  sql: "x.value = ?",
  binds: [value],
  equality: true,
});

const equalsWithin = (value: string, system: string): WordCondition => ({
  sql: "x.value = ? AND x.system = ?",
  binds: [value, system],
  equality: true,
});

function one(asked: Asked, parameter: SearchParameter, value: string): WordCondition {
  switch (parameter.kind) {
    case "token":
      return tokenCondition(value);
    case "string":
      return stringCondition(asked.modifier, value);
    case "reference":
      return referenceCondition(asked.modifier ?? parameter.target, value);
    case "uri":
      return { sql: "x.value = ? OR x.system = ?", binds: [value, value] };
    case "date":
      return dateCondition(asked.name, value);
    case "quantity":
      return quantityCondition(asked.name, value);
  }
}

function tokenCondition(value: string): WordCondition {
  const bar = value.indexOf("|");
  const code = value.slice(bar + 1).toLowerCase();
  if (bar < 0) return equals(code);
  const system = value.slice(0, bar);
  if (code === "") return { sql: "x.system = ?", binds: [system] };
  return equalsWithin(code, system);
}

function stringCondition(modifier: string | undefined, value: string): WordCondition {
  const wanted = folded(value);
  if (modifier === "exact") return equalsWithin(wanted, value);
  if (modifier === "contains") return { sql: "instr(x.value, ?) > 0", binds: [wanted] };
  return startsWith(wanted);
}

function startsWith(prefix: string): Condition {
  return { sql: "x.value >= ? AND x.value < ?", binds: [prefix, `${prefix}\u{10FFFF}`] };
}

function referenceCondition(target: string | undefined, value: string): WordCondition {
  const named =
    relativeReference(value) ?? (target && !value.includes("/") ? `${target}/${value}` : undefined);
  if (named) return equals(named);
  return { sql: "x.system = ? OR x.value = ?", binds: [value, value] };
}
