import { isRecord, type Resource, relativeReference } from "#infra/local/ehr/fhir/resource.ts";

/** `Patient/patient-ada`: how the practice's own records name each other. */
export const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`;

/**
 * Records in rounds: each names only records of earlier rounds, so that what a server calls those is known by then.
 * In a round the order is as given.
 */
export function roundsOf(records: readonly Resource[]): Resource[][] {
  const byName = new Map(records.map((record) => [nameOf(record), record]));
  const depths = new Map<string, number>();
  const depthOf = (record: Resource): number => {
    const name = nameOf(record);
    const known = depths.get(name);
    if (known !== undefined) return known;
    // Records that name each other in a circle: the circle is cut here.
    depths.set(name, 0);
    const beneath = namesIn(record).flatMap((other) => byName.get(other) ?? []);
    const depth = beneath.length === 0 ? 0 : 1 + Math.max(...beneath.map(depthOf));
    depths.set(name, depth);
    return depth;
  };
  const rounds: Resource[][] = [];
  for (const record of records) {
    const depth = depthOf(record);
    const round = rounds[depth] ?? [];
    round.push(record);
    rounds[depth] = round;
  }
  return rounds;
}

/** The records that a record names. */
export function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isRecord(value)) return [];
  const own = referenceIn(value);
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(namesIn)];
}

/** The same record with the names a server has given the others. */
export function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, names));
  if (!isRecord(value)) return value;
  const reference = names.get(referenceIn(value) ?? "");
  const fields = Object.entries(value).map(([key, field]) => [key, renamed(field, names)]);
  return { ...Object.fromEntries(fields), ...(reference && { reference }) };
}

function referenceIn(value: Record<string, unknown>): string | undefined {
  const { reference } = value;
  return typeof reference === "string" ? relativeReference(reference) : undefined;
}
