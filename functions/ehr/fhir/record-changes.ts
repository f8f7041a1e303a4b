import type { Instant } from "#domain/identifiers.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import type { RecordChanges } from "#ports/ehr-records.ts";
import { cursorFrom, following, fresh, since, written } from "./changes.ts";
import type { Raw } from "./elements.ts";
import type { ReadParts } from "./reads.ts";
import { patientsIn } from "./records/map-record.ts";
import { search } from "./search.ts";

/** Answers that mean "not this question", as opposed to "not now". */
const NOT_ASKABLE = /^(400|401|403|404|405|422|501)(\.|$)/;

/** Which records changed since a cursor, all patients; types the server can't or won't tell about are left out. */
export async function recordChanges(
  { http, abilities }: ReadParts,
  asked: { cursor: string | undefined; types: readonly string[]; now: Instant },
): Promise<RecordChanges> {
  const able = await abilities.known();
  const types = asked.types.filter((type) => able.searches(type, "_lastUpdated"));
  if (asked.cursor === undefined)
    return { changes: [], told: types, next: written({ at: asked.now, told: [] }) };
  const cursor = cursorFrom(asked.cursor);
  const told: string[] = [];
  const found: Raw[] = [];
  for (const type of types) {
    const raws = await search(http, {
      type,
      query: [["_lastUpdated", `ge${since(cursor)}`]],
    }).catch(notAskable);
    if (!raws) continue;
    told.push(type);
    found.push(...raws);
  }
  return {
    changes: fresh(cursor, found).flatMap((raw) =>
      patientsIn(raw).map((patientId) => ({
        type: String(raw["resourceType"]),
        id: String(raw["id"]),
        patientId,
      })),
    ),
    told,
    next: written(following(cursor, found)),
  };
}

/** A server may want a patient in every search of its charts. */
function notAskable(error: unknown): undefined {
  if (!(error instanceof EhrUnavailable) || !NOT_ASKABLE.test(error.code)) throw error;
}
