import * as z from "zod/mini";
import type { Instant } from "#domain/identifiers.ts";
import type { EhrChanges } from "#ports/ehr.ts";
import { tellsChanges } from "./capabilities.ts";
import { Meta, type Raw, utc } from "./elements.ts";
import { NoAnswer } from "./failure.ts";
import type { ReadParts } from "./reads.ts";
import { search } from "./search.ts";

/**
 * Asked again this far back: a slow transaction may commit with an older stamp than one already seen, and before the
 * first change our clock stands in for the server's.
 */
const OVERLAP_MS = 120_000;
/** What was told in the overlap is remembered, up to here; beyond, a second telling does no harm. */
const MOST_REMEMBERED = 400;

const Cursor = z.object({ at: z.iso.datetime(), told: z.array(z.string()) });
type Cursor = z.infer<typeof Cursor>;

/** Ids of Slots and Appointments that changed since a cursor; undefined where the server can't be asked that. */
export async function changes(
  parts: ReadParts,
  { cursor, now }: { cursor: string | undefined; now: Instant },
): Promise<EhrChanges | undefined> {
  const able = await parts.abilities.known();
  if (!tellsChanges(able)) return undefined;
  if (cursor === undefined)
    return { slots: [], appointments: [], next: written({ at: now, told: [] }) };
  const since = parsed(cursor);
  const from = new Date(Date.parse(since.at) - OVERLAP_MS).toISOString();
  const ask = (type: string) =>
    search(parts.http, { type, query: [["_lastUpdated", `ge${from}`]] });
  const [slots, appointments] = await Promise.all([ask("Slot"), ask("Appointment")]);
  const told = new Set(since.told);
  const fresh = (raws: readonly Raw[]) =>
    raws.filter((raw) => !told.has(versionOf(raw))).map((raw) => String(raw["id"]));
  return {
    slots: fresh(slots),
    appointments: fresh(appointments),
    next: written(following(since, [...slots, ...appointments])),
  };
}

/** The latest stamp the server gave; never our clock, which may be ahead of it. */
function following(since: Cursor, raws: readonly Raw[]): Cursor {
  const at = raws.reduce((latest, raw) => later(latest, stampOf(raw)), since.at);
  const edge = new Date(Date.parse(at) - OVERLAP_MS).toISOString();
  const inOverlap = raws.filter((raw) => (stampOf(raw) ?? at) >= edge);
  return { at, told: inOverlap.slice(0, MOST_REMEMBERED).map(versionOf) };
}

const later = (a: Instant, b: Instant | undefined): Instant => (b !== undefined && b > a ? b : a);

function metaOf(raw: Raw): z.infer<typeof Meta> | undefined {
  const meta = z.safeParse(Meta, raw["meta"]);
  return meta.success ? meta.data : undefined;
}
const stampOf = (raw: Raw): Instant | undefined => utc(metaOf(raw)?.lastUpdated);

function versionOf(raw: Raw): string {
  const meta = metaOf(raw);
  return `${raw["resourceType"]}/${raw["id"]}@${meta?.versionId ?? meta?.lastUpdated ?? ""}`;
}

const written = (cursor: Cursor): string => JSON.stringify(cursor);

function parsed(text: string): Cursor {
  try {
    return z.parse(Cursor, JSON.parse(text));
  } catch {
    throw new NoAnswer("bad-cursor");
  }
}
