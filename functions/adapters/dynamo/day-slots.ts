import * as z from "zod/mini";
import type { EhrSlot } from "#ports/ehr.ts";

/**
 * A clinic day's slots as one item keeps them: a line per slot that names clinician, place and visit types by their
 * place in lists beside it. Written out, a day of six clinicians is 28 KB, and every read of a week of them pays for it.
 */
export const PackedDay = z.object({
  at: z.string(),
  practitioners: z.array(z.string()),
  locations: z.array(z.string()),
  visitTypes: z.array(z.string()),
  lines: z.array(z.string()),
});
export type PackedDay = z.infer<typeof PackedDay>;

/** Stands in no FHIR id; the entity tag, which may hold it, comes last. */
const BETWEEN = "|";
const RADIX = 36;

const packed = (instant: string) => Date.parse(instant).toString(RADIX);
const unpacked = (text: string) => new Date(Number.parseInt(text, RADIX)).toISOString();

/** The place of a value in a list, which learns it. */
function learning(values: string[]): (value: string) => string {
  const places = new Map<string, number>();
  return (value) => {
    const place = places.get(value) ?? values.push(value) - 1;
    places.set(value, place);
    return place.toString(RADIX);
  };
}

export function packDay(slots: readonly EhrSlot[], at: string): PackedDay {
  const day: PackedDay = { at, practitioners: [], locations: [], visitTypes: [], lines: [] };
  const practitioner = learning(day.practitioners);
  const location = learning(day.locations);
  const visitType = learning(day.visitTypes);
  for (const { id, status, start, end, etag = "", ...slot } of slots)
    day.lines.push(
      [
        id,
        status === "free" ? "" : "b",
        packed(start),
        packed(end),
        practitioner(slot.practitionerId),
        location(slot.locationId),
        slot.visitTypeIds.map(visitType).join(","),
        etag,
      ].join(BETWEEN),
    );
  return day;
}

export function unpackDay(day: PackedDay): EhrSlot[] {
  const named = (values: readonly string[], place: string) =>
    values[Number.parseInt(place, RADIX)] ?? "";
  return day.lines.map((line) => {
    const [
      id = "",
      busy,
      start = "",
      end = "",
      practitioner = "",
      location = "",
      types = "",
      ...tag
    ] = line.split(BETWEEN);
    const etag = tag.join(BETWEEN);
    return {
      id,
      status: busy === "" ? "free" : "busy",
      start: unpacked(start),
      end: unpacked(end),
      practitionerId: named(day.practitioners, practitioner),
      locationId: named(day.locations, location),
      visitTypeIds: types === "" ? [] : types.split(",").map((type) => named(day.visitTypes, type)),
      ...(etag === "" ? {} : { etag }),
    };
  });
}
