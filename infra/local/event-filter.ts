import * as z from "zod/mini";

const Pattern = z.record(z.string(), z.unknown());

/** Whether an event passes any of the patterns of a mapping's `FilterCriteria`; without patterns every event does. */
export function passesFilters(patterns: readonly string[], event: unknown): boolean {
  return !patterns.length || patterns.some((pattern) => fits(JSON.parse(pattern), event));
}

/** Objects name what must be inside, lists what a value may be. */
function fits(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    const values = Array.isArray(value) ? value : [value];
    return pattern.some((rule) => values.some((one) => allows(rule, one)));
  }
  const inside = z.safeParse(Pattern, value);
  return Object.entries(z.parse(Pattern, pattern)).every(([key, rule]) =>
    fits(rule, inside.success ? inside.data[key] : undefined),
  );
}

type Rule = (argument: unknown, value: unknown) => boolean;

const rules: Record<string, Rule> = {
  exists: (wanted, value) => (value !== undefined) === wanted,
  prefix: (start, value) => typeof value === "string" && value.startsWith(String(start)),
  suffix: (end, value) => typeof value === "string" && value.endsWith(String(end)),
  "anything-but": (unwanted, value) =>
    value !== undefined && ![unwanted].flat().some((one) => one === value),
  "equals-ignore-case": (text, value) =>
    typeof value === "string" && value.toLowerCase() === String(text).toLowerCase(),
};

function allows(rule: unknown, value: unknown): boolean {
  if (typeof rule !== "object" || rule === null) {
    return rule === value;
  }
  return Object.entries(rule).every(([name, argument]) => {
    const known = rules[name];
    if (!known) {
      throw new Error(`The local runner does not know the filter rule "${name}".`);
    }
    return known(argument, value);
  });
}
