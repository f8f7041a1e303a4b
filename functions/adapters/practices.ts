import type { Practice, Practices } from "#ports/practices.ts";

export function configuredPractices(list: readonly Practice[]): Practices {
  const [first] = list;
  if (!first) throw new Error("No practice is configured.");
  return {
    default: first,
    byId: (id) => list.find((practice) => practice.id === id),
    byConnection: (connectionId) => list.find((p) => p.connectionId === connectionId),
    all: () => list,
  };
}
