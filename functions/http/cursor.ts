import { Problem } from "#domain/problem.ts";

/** A place in a practice's queue, "2026-11-23T15:00:00.000Z#cor_1", as a cursor. */
export const cursorOf = (place: string): string => Buffer.from(place).toString("base64url");

/** A moment and an id, in a cursor of ours; anything else is refused. */
export function queuePlaceIn(cursor: string): string {
  const place = Buffer.from(cursor, "base64url").toString("utf8");
  if (/^[0-9TZ:.-]{4,30}#[A-Za-z0-9._~-]+$/.test(place)) return place;
  throw new Problem("request.invalid", { errors: [{ path: "cursor", message: "Not a cursor." }] });
}
