import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { type Span, spanOfDate } from "#infra/local/ehr/fhir/values.ts";
import type { Condition } from "./condition.ts";

/** FHIR's comparison prefixes between a stored span [low, high) and the one asked for. */
const comparisons: Record<string, (asked: Span) => Condition> = {
  eq: ({ low, high }) => ({ sql: "x.low >= ? AND x.high <= ?", binds: [low, high] }),
  ne: ({ low, high }) => ({ sql: "NOT (x.low >= ? AND x.high <= ?)", binds: [low, high] }),
  gt: ({ high }) => ({ sql: "x.high > ?", binds: [high] }),
  lt: ({ low }) => ({ sql: "x.low < ?", binds: [low] }),
  ge: ({ low, high }) => ({ sql: "x.low >= ? OR x.high > ?", binds: [low, high] }),
  le: ({ low, high }) => ({ sql: "x.low < ? OR x.high <= ?", binds: [low, high] }),
  sa: ({ high }) => ({ sql: "x.low >= ?", binds: [high] }),
  eb: ({ low }) => ({ sql: "x.high <= ?", binds: [low] }),
  ap: ({ low, high }) => ({ sql: "x.low < ? AND x.high > ?", binds: [high, low] }),
};

function prefixed(value: string): { compare: (asked: Span) => Condition; rest: string } {
  const [, prefix = "eq"] = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)[\d-]/.exec(value) ?? [];
  const compare = comparisons[prefix];
  if (!compare) throw refuse.malformed(`Unknown prefix in ${value}`);
  return { compare, rest: /^[a-z]/.test(value) ? value.slice(2) : value };
}

export function dateCondition(name: string, value: string): Condition {
  const { compare, rest } = prefixed(value);
  const asked = spanOfDate(rest);
  if (!asked) throw refuse.malformed(`'${value}' is not a date that ${name} can be compared with`);
  return compare(asked);
}

/** Without a prefix FHIR means "this much to the precision written": 6.1 is 6.05 to 6.15. */
export function quantityCondition(name: string, value: string): Condition {
  const { compare, rest } = prefixed(value);
  const [number = ""] = rest.split("|");
  const amount = Number(number);
  if (number === "" || Number.isNaN(amount))
    throw refuse.malformed(`'${value}' is not a number that ${name} can be compared with`);
  if (!/^(eq)?[\d-]/.test(value)) return compare({ low: amount, high: amount });
  const half = 0.5 * 10 ** -(number.split(".")[1]?.length ?? 0);
  return { sql: "x.low >= ? AND x.low < ?", binds: [amount - half, amount + half] };
}
