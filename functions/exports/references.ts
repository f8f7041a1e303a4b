/** JSON as an EHR sent it. */
type Fields = Readonly<Record<string, unknown>>;

/** What is in the files, as far as references to it may stay. */
export interface Kept {
  /** "Condition/12" for each resource in the Bundle. */
  readonly included: ReadonlySet<string>;
  /** Types whose records stand in the Bundle, all that may be seen; what is of another type nobody withholds. */
  readonly types: ReadonlySet<string>;
}

/** Without these an element says nothing, and FHIR does not allow it: it goes with them. */
const NEEDED: ReadonlySet<string> = new Set([
  "condition",
  "target",
  "diagnosisReference",
  "procedureReference",
  "itemReference",
]);
/** A claim without its insurance is none: that there is one stays, without which. */
const NOT_TOLD = {
  extension: [
    {
      url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
      valueCode: "unknown",
    },
  ],
};
/** Results within another record were judged by nobody. */
const RESULTS: ReadonlySet<unknown> = new Set(["Observation", "DiagnosticReport"]);

const GONE = Symbol("gone");

/**
 * A resource without what leads to records that are not in the files. A reference that leads nowhere would tell that
 * there is something, so that it makes no difference whether the record is withheld or was never there.
 */
export function withoutLoose(resource: Fields, kept: Kept): Fields {
  const dropped = containedResults(resource);
  const contained = listOf(resource["contained"]).filter((one) => !dropped.has(`#${one["id"]}`));
  const { contained: _all, ...rest } = resource;
  const given = contained.length > 0 ? { ...rest, contained } : rest;
  const isLoose = (value: Fields) => leadsNowhere(value, kept, dropped);
  const cleaned = cleanObject(given, { isLoose, depth: 0 });
  return cleaned === GONE ? rest : cleaned;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

function containedResults(resource: Fields): Set<string> {
  if (RESULTS.has(resource["resourceType"])) return new Set();
  const results = listOf(resource["contained"]).filter((one) => RESULTS.has(one["resourceType"]));
  return new Set(results.map((one) => `#${one["id"]}`));
}

function leadsNowhere(value: Fields, kept: Kept, dropped: ReadonlySet<string>): boolean {
  const { reference, type } = value;
  if (typeof reference !== "string")
    return isFields(value["identifier"]) && typeof type === "string" && isWithheld(type, kept);
  if (reference.startsWith("#")) return dropped.has(reference);
  const [, of, id] =
    /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]+)?$/.exec(
      reference,
    ) ?? [];
  // What leads to no record by its name, such as "urn:uuid:…", can't be told from one that is withheld.
  if (of === undefined) return type !== "Patient";
  return isWithheld(of, kept) && !kept.included.has(`${of}/${id}`);
}

/** Whose chart it is, everybody knows who has the files. */
const isWithheld = (type: string, { types }: Kept): boolean =>
  type !== "Patient" && types.has(type);

interface Walk {
  readonly isLoose: (value: Fields) => boolean;
  readonly depth: number;
}

function clean(value: unknown, walk: Walk): unknown {
  if (Array.isArray(value)) {
    const left = value.map((one) => clean(one, walk)).filter((one) => one !== GONE);
    return left.length === 0 && value.length > 0 ? GONE : left;
  }
  return isFields(value) ? cleanObject(value, walk) : value;
}

function cleanObject(value: Fields, { isLoose, depth }: Walk): Fields | typeof GONE {
  if (depth > 0 && isLoose(value)) return GONE;
  const left: [string, unknown][] = [];
  for (const [name, field] of Object.entries(value)) {
    const cleaned = clean(field, { isLoose, depth: depth + 1 });
    const instead = cleaned === GONE ? insteadOf(name, depth) : cleaned;
    if (instead === GONE) return GONE;
    if (instead !== undefined) left.push([name, instead]);
  }
  return isEmptied(value, left) ? GONE : Object.fromEntries(left);
}

const isEmptied = (before: Fields, left: readonly unknown[]): boolean =>
  left.length === 0 && Object.keys(before).length > 0;

/** What stands in place of a field that is gone: nothing, as a rule. */
function insteadOf(name: string, depth: number): unknown {
  if (name === "coverage") return NOT_TOLD;
  return depth > 0 && NEEDED.has(name) ? GONE : undefined;
}
