import { createHash } from "node:crypto";
import type { ParametersOfType, SearchParameter } from "./search-parameter.ts";
import { chartSearches } from "./searches-chart.ts";
import { officeSearches } from "./searches-office.ts";
import { peopleSearches } from "./searches-people.ts";

/** Every resource type the chart keeps, with what it can be searched by. */
export const searches: Record<string, ParametersOfType> = {
  ...peopleSearches,
  ...chartSearches,
  ...officeSearches,
};

export const resourceTypes = Object.keys(searches);

/** One index key per type and path, so that `patient` and `subject` share their rows. */
interface IndexedPath extends SearchParameter {
  key: number;
}

const keys = new Map<string, number>();
const indexed = new Map<string, IndexedPath[]>();
for (const [type, parameters] of Object.entries(searches)) {
  const paths = new Map(Object.values(parameters).map((one) => [`${one.kind} ${one.path}`, one]));
  indexed.set(
    type,
    [...paths].map(([name, one]) => {
      const key = keys.size + 1;
      keys.set(`${type} ${name}`, key);
      return { ...one, key };
    }),
  );
}

export function indexedPaths(type: string): IndexedPath[] {
  return indexed.get(type) ?? [];
}

export function indexKey(type: string, one: SearchParameter): number {
  return keys.get(`${type} ${one.kind} ${one.path}`) ?? 0;
}

/** Changes when the table above does: a kept database is then indexed anew. */
export const searchesFingerprint = createHash("sha256")
  .update([...keys].map(([name, key]) => `${key} ${name}`).join("\n"))
  .digest()
  .readInt32BE(0);
