import type { RecordFeed, RecordsFreshness, TypeRead } from "#ports/records.ts";

/** A change feed silent for this long no longer keeps anything fresh, seconds. */
const FEED_SILENT_SECONDS = 120;
/** Where no feed tells of changes, a type is read again after this long, seconds. */
const UNFED_SECONDS = 60;

/** What is known of how far a chart was read. */
export interface Known {
  readonly reads: ReadonlyMap<string, TypeRead>;
  readonly feed: RecordFeed | undefined;
}

const older = (at: string, now: string, seconds: number): boolean =>
  Date.parse(now) - Date.parse(at) > seconds * 1000;

/** True where a type is as it was read not long ago, or the EHR would have told. */
export function isFresh(type: string, { reads, feed, now }: Known & { now: string }): boolean {
  const read = reads.get(type);
  if (!read) return false;
  const fed = feed?.told.includes(type) && !older(feed.asOf, now, FEED_SILENT_SECONDS);
  return fed === true || !older(read.asOf, now, UNFED_SECONDS);
}

/** As old as the oldest of them; without an age where one was never read. */
export function ageOf(
  asked: readonly string[],
  { reads, feed, stale }: Known & { stale: readonly string[] },
): RecordsFreshness {
  const ages = asked.map((type) => {
    const read = reads.get(type)?.asOf;
    if (!feed?.told.includes(type) || read === undefined) return read;
    return feed.asOf > read ? feed.asOf : read;
  });
  const isStale = asked.some((type) => stale.includes(type));
  const known = ages.filter((age) => age !== undefined).sort();
  const [oldest] = known;
  return {
    ...(oldest !== undefined && known.length === asked.length ? { asOf: oldest } : {}),
    ...(isStale ? { stale: true } : {}),
  };
}
