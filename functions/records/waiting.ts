import type { Instant } from "#domain/identifiers.ts";
import { COMMENT_DAYS } from "#domain/release-events.ts";
import { type Standing, standingOf } from "#domain/release-standing.ts";
import type { HeldFacts, StoredRecord, WaitingResult } from "#ports/records.ts";
import { standsAlone } from "./assemble.ts";
import { type Judging, underOf, versionsOf } from "./judged.ts";

/** How a record stands at the desk; undefined for what no rule of release is about, and where there is nothing to decide. */
export function deskStanding(
  held: HeldFacts,
  judging: Judging,
  now: Instant,
): Standing | undefined {
  if (held.kind === "record") return undefined;
  const versions = versionsOf(held, judging.here.release?.codes);
  return standingOf(versions, underOf(held, judging), now);
}

/** Longer than any clock of ours: a wish of the patient's may come on top of the wait that is known now. */
const KEPT_MS = (COMMENT_DAYS + 1) * 86_400_000;

/**
 * What the practice's queue holds of a record: only what somebody does not see yet. Why, and until when, is asked anew
 * whenever the queue is read; an entry whose time came is passed over, and forgotten some days later.
 */
export function waitingOf(
  record: StoredRecord,
  judging: Judging,
  now: Instant,
): WaitingResult | undefined {
  if (record.awaited || (record.section === "results" && !standsAlone(record))) return undefined;
  const standing = deskStanding(record.held, judging, now);
  const [first] = record.held.versions;
  if (!first || !standing || standing.state === "visible") return undefined;
  const { until } = standing;
  return {
    ref: record.ref,
    firstSeen: first.seen,
    version: record.version,
    face: faceOf(record),
    held: record.held,
    ...(until ? { forgetAt: new Date(Date.parse(until) + KEPT_MS).toISOString() } : {}),
  };
}

/** What the desk's list says of a record. */
export const faceOf = ({ result, item, own, held }: StoredRecord): WaitingResult["face"] => ({
  title: result?.title ?? item.title,
  kind: held.kind === "record" ? "other" : held.kind,
  status: result?.status ?? own.status ?? "unknown",
  date: result?.date ?? item.date,
  flag: result?.flag,
});
