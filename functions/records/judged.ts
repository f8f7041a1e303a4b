import type { Instant } from "#domain/identifiers.ts";
import type { Release } from "#domain/release.ts";
import { release } from "#domain/release.ts";
import { type Classified, classify, type OwnCodes } from "#domain/release-classify.ts";
import type { ReleaseEvent, ResultVersion, TimingChoice, Viewer } from "#domain/release-events.ts";
import type { Under } from "#domain/release-gates.ts";
import { rulesFor } from "#domain/release-rules.ts";
import type { HeldFacts, RulesHere } from "#ports/records.ts";

/** What holds for every result of a chart: the practice's rules and its patient's choices. */
export interface Judging {
  readonly here: RulesHere;
  readonly choices: readonly TimingChoice[];
}

/** The rules as the engine takes them, but for whose eyes look. */
export const underOf = (held: HeldFacts, { here, choices }: Judging): Omit<Under, "viewer"> => ({
  rules: rulesFor(here.jurisdiction ?? "US", here.release?.rules),
  timeZone: here.timeZone,
  events: eventsOf(held),
  choices,
});

/**
 * Whether one record may be seen. Results, and documents that are results, stand under the practice's rules; of the rest
 * only what is sensitive is kept from carers.
 */
export function judged(
  held: HeldFacts,
  judging: Judging,
  { viewer, now }: { viewer: Viewer; now: Instant },
): Release | undefined {
  const versions = versionsOf(held, judging.here.release?.codes);
  const [first] = versions;
  if (!first) return undefined;
  if (held.kind !== "record") return release(versions, { ...underOf(held, judging), viewer }, now);
  const seen = [{ ...(versions.at(-1) ?? first), status: "final" as const }];
  const { timeZone } = judging.here;
  return release(seen, { rules: [], timeZone, events: [], choices: [], viewer }, now);
}

/** States with what describes each; one that says nothing of it is described like the one before. */
export function versionsOf({ versions }: HeldFacts, codes: OwnCodes | undefined): ResultVersion[] {
  let is: Classified = classify({ codes: [], categories: [], labels: [], findings: [] });
  return versions.map(({ status, issued, seen, described }) => {
    if (described) is = classify(described, codes);
    return { status, ...(issued ? { issued } : {}), seen, is };
  });
}

/** What people decided, and that somebody wrote a word beside it in the chart. */
const eventsOf = ({ events, commentedAt }: HeldFacts): ReleaseEvent[] =>
  commentedAt === undefined ? events : [...events, commented(commentedAt)];

const commented = (at: Instant): ReleaseEvent => ({ is: "commented", at, by: "chart" });
