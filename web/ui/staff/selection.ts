/** What is in hand among the rows shown. */
export interface InHand {
  readonly ids: readonly string[];
  readonly id: string | undefined;
}

/**
 * Which row stays in hand when the rows change: the same one; if it is gone, the one that moved up into its place, or
 * the last. New rows never take the selection.
 */
export function keepInHand(before: InHand, ids: readonly string[]): InHand {
  const { id } = before;
  if (id !== undefined && ids.includes(id)) return { ids, id };
  const at = id === undefined ? -1 : before.ids.indexOf(id);
  const after = at < 0 ? undefined : before.ids.slice(at + 1).find((each) => ids.includes(each));
  const above = before.ids.slice(0, Math.max(at, 0)).findLast((each) => ids.includes(each));
  return { ids, id: after ?? above ?? ids[0] };
}

/** One row down or up; stays at the ends. */
export function step({ ids, id }: InHand, by: 1 | -1): string | undefined {
  const at = id === undefined ? -1 : ids.indexOf(id);
  return ids[Math.min(Math.max(at + by, 0), ids.length - 1)];
}
