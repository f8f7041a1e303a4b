import { expect, test } from "vitest";
import type * as z from "zod/mini";
import { Cursor, Id, Instant, LocalDay, plainText, TimeZone } from "./identifiers.ts";

const takes = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).success;

test("an id is FHIR's alphabet and ours, and nothing that means something in a key or a path", () => {
  for (const id of ["a", "pat-1", "apt_019aB", "1.2.3", "a~b", "A".repeat(160)])
    expect([id, takes(Id, id)]).toEqual([id, true]);
  for (const id of [
    "",
    "a/b",
    "a#b",
    "a b",
    "a\u0000",
    "a%2f",
    "é",
    "a\n",
    "A".repeat(161),
    7,
    null,
  ])
    expect([id, takes(Id, id)]).toEqual([id, false]);
});

test("an instant is UTC with Z; a day is a day that exists", () => {
  expect(takes(Instant, "2026-11-20T15:00:00.000Z")).toBe(true);
  for (const wrong of [
    "2026-11-20T15:00:00+01:00",
    "2026-11-20T15:00:00",
    "2026-02-30T00:00:00Z",
    "now",
  ])
    expect([wrong, takes(Instant, wrong)]).toEqual([wrong, false]);
  expect(takes(LocalDay, "2028-02-29")).toBe(true);
  expect(takes(LocalDay, "2026-02-29")).toBe(false);
});

test("a zone is an IANA name", () => {
  for (const zone of ["UTC", "America/Chicago", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
    expect([zone, takes(TimeZone, zone)]).toEqual([zone, true]);
  for (const zone of ["", "../etc/passwd", "America/", "a b", "+05:00"])
    expect([zone, takes(TimeZone, zone)]).toEqual([zone, false]);
});

test("words are trimmed, may have lines, and hold nothing that changes how others read", () => {
  const words = plainText(40);
  expect(words.parse("  Knee hurts\n\tsince May: ¿qué? 膝 👩‍⚕️ ")).toBe(
    "Knee hurts\n\tsince May: ¿qué? 膝 👩‍⚕️",
  );
  for (const wrong of [
    "",
    "   ",
    "a\u0000b",
    "a\u001bb",
    "a\u202eb",
    "a\u2066b",
    "a\ud800b",
    "a\u0085b",
  ])
    expect([wrong, takes(words, wrong)]).toEqual([wrong, false]);
  expect(takes(words, "x".repeat(40))).toBe(true);
  expect(takes(words, "x".repeat(41))).toBe(false);
});

test("a text that nearly fits is judged as fast as one that fits", () => {
  const begun = Date.now();
  expect(takes(plainText(60_000), `${"a\n".repeat(29_000)}\u0000`)).toBe(false);
  expect(Date.now() - begun).toBeLessThan(300);
});

test("a cursor is opaque but small and plain", () => {
  expect(takes(Cursor, "eyJ_-9")).toBe(true);
  for (const wrong of ["", "a=b", "a".repeat(513)]) expect(takes(Cursor, wrong)).toBe(false);
});
