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
  const last = cursorFrom(cursor);
  const ask = (type: string) =>
    search(parts.http, { type, query: [["_lastUpdated", `ge${since(last)}`]] });
  const [slots, appointments] = await Promise.all([ask("Slot"), ask("Appointment")]);
  const ids = (raws: readonly Raw[]) => fresh(last, raws).map((raw) => String(raw["id"]));
  return {
    slots: ids(slots),
    appointments: ids(appointments),
    next: written(following(last, [...slots, ...appointments])),
  };
}

/** From when on a server is asked again. */
export const since = ({ at }: Cursor): Instant =>
  new Date(Date.parse(at) - OVERLAP_MS).toISOString();

/** Those that were not told before. */
export function fresh(cursor: Cursor, raws: readonly Raw[]): Raw[] {
  const told = new Set(cursor.told);
  return raws.filter((raw) => !told.has(versionOf(raw)));
}

/** The latest stamp the server gave; never our clock, which may be ahead of it. */
export function following(cursor: Cursor, raws: readonly Raw[]): Cursor {
  const at = raws.reduce((latest, raw) => later(latest, stampOf(raw)), cursor.at);
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

export const written = (cursor: Cursor): string => JSON.stringify(cursor);

export function cursorFrom(text: string): Cursor {
  try {
    return z.parse(Cursor, JSON.parse(text));
  } catch {
    throw new NoAnswer("bad-cursor");
  }
}
