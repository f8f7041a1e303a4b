import type { Instant } from "#domain/identifiers.ts";
import type { SyncRecord } from "#ports/appointments.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import { olderThan } from "./offer.ts";
import type { AppointmentPorts } from "./ports.ts";

/** A change feed silent for this long no longer keeps anything fresh, seconds. */
const FEED_SILENT_SECONDS = 120;

/**
 * How old an answer from the mirror is; `stale` when it should be younger and the EHR did not answer. Without `asOf` it
 * was never read as a whole: more may be in the chart than is known here.
 */
export interface Freshness {
  readonly asOf: Instant | undefined;
  readonly stale: boolean;
}

/** True while the change feed keeps what was once read up to date. */
export const isFed = (sync: SyncRecord | undefined, now: Instant): sync is SyncRecord =>
  sync?.cursor !== undefined && !olderThan(sync.asOf, now, FEED_SILENT_SECONDS);

/** The later of when something was read and when the feed last spoke. */
export const asOfFeed = (readAt: Instant, sync: SyncRecord): Instant =>
  readAt > sync.asOf ? readAt : sync.asOf;

/**
 * Makes sure that a part of the mirror is as fresh as it can be: kept by the feed, young enough, or read now.
 * @param part.unfedSeconds how long a reading counts without a feed
 */
export async function keepFresh(
  ports: Pick<AppointmentPorts, "mirror" | "clock">,
  practice: Practice,
  part: {
    readonly readAt: Promise<Instant | undefined>;
    readonly unfedSeconds: number;
    readonly read: () => Promise<void>;
  },
): Promise<Freshness> {
  const [readAt, sync] = await Promise.all([part.readAt, ports.mirror.sync(practice.id)]);
  const now = ports.clock();
  if (readAt && isFed(sync, now)) return { asOf: asOfFeed(readAt, sync), stale: false };
  if (readAt && !olderThan(readAt, now, part.unfedSeconds)) return { asOf: readAt, stale: false };
  try {
    await part.read();
    return { asOf: now, stale: false };
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    return { asOf: readAt, stale: true };
  }
}

/** Freshness as lists carry it over the wire. */
export const onTheWire = ({ asOf, stale }: Freshness): { asOf?: Instant; stale?: boolean } => ({
  ...(asOf ? { asOf } : {}),
  ...(stale ? { stale } : {}),
});
