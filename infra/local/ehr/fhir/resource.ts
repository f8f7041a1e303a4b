/** What every FHIR resource has. Further fields are reached with `at`, because each type has its own. */
export interface Resource {
  resourceType: string;
  id?: string | undefined;
  meta?: object | undefined;
}

/** A resource as the chart holds it: named, versioned and dated. */
export interface Charted extends Resource {
  id: string;
  meta: { versionId: string; lastUpdated: string };
}

interface Step {
  key: string;
  /** `telecom[phone]` keeps only the contact points of that system. */
  system: string | undefined;
}

/** A compiled path: alternatives, each a list of steps. */
export type Path = Step[][];

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isResource(value: unknown): value is Resource {
  return isRecord(value) && typeof value["resourceType"] === "string";
}

/** Compiles `participant.actor`, `telecom[phone]` or `effectiveDateTime|effectivePeriod`. */
export function pathOf(text: string): Path {
  return text.split("|").map((alternative) =>
    alternative.split(".").map((segment) => {
      const [, key = segment, system] = /^(\w+)\[(\w+)\]$/.exec(segment) ?? [];
      return { key, system };
    }),
  );
}

/** Every value found by following the path through objects and lists. */
export function at(value: unknown, path: Path): unknown[] {
  return path.flatMap((steps) => steps.reduce<unknown[]>(follow, [value]));
}

function follow(values: unknown[], step: Step): unknown[] {
  const found = values.flatMap((value) => (isRecord(value) ? (value[step.key] ?? []) : []));
  if (step.system === undefined) return found;
  return found.filter((item) => isRecord(item) && item["system"] === step.system);
}

/** One field of a resource, when it is a plain string. */
export function textOf(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** The `Type/id` of each Reference found at the path. */
export function referencesAt(value: unknown, path: Path): string[] {
  return at(value, path).flatMap((item) => relativeReference(textOf(item, "reference")) ?? []);
}

/** `http://host/fhir/r4/Patient/1/_history/2` and `Patient/1` are the same record here. */
export function relativeReference(reference: string | undefined): string | undefined {
  if (!reference || reference.startsWith("urn:")) return undefined;
  const [, relative] =
    /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/\w+)?$/.exec(reference) ?? [];
  return relative;
}

export function splitReference(reference: string): { type: string; id: string } {
  const [type = "", id = ""] = reference.split("/");
  return { type, id };
}
