import * as z from "zod/mini";

/**
 * An id as it stands in a URL or an EHR reference: FHIR's own alphabet (R4 "id" datatype) plus "_" and "~",
 * which our generated ids use. Nothing else can reach a key or a path, and no id is a step of one ("..").
 */
export const Id = z.string().check(z.regex(/^(?!\.+$)[A-Za-z0-9._~-]{1,160}$/));

/** An instant in ISO 8601 UTC with "Z". Zones travel beside instants, never inside them. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;

/** A calendar day in the clinic's zone, YYYY-MM-DD. */
export const LocalDay = z.iso.date();
export type LocalDay = z.infer<typeof LocalDay>;

/** An IANA zone name such as "America/Chicago". */
export const TimeZone = z
  .string()
  .check(z.regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+){0,2}$/), z.maxLength(48));

/** Free words of a person: trimmed, no control characters, no lone surrogates, no bidi overrides. */
export const plainText = (maxLength: number) =>
  z
    .string()
    .check(z.trim(), z.minLength(1), z.maxLength(maxLength), z.regex(PLAIN), z.refine(wellFormed));

// Newline and tab stay; other C0/C1 controls and the bidi overrides (U+202A-E, U+2066-9) go.
const PLAIN =
  /^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*(?:[\n\t][^\p{Cc}\u202A-\u202E\u2066-\u2069]*)*$/u;
const wellFormed = (text: string) => text.isWellFormed();

/** Which page of a list: opaque to callers, made by the server. */
export const Cursor = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,512}$/));

/** The one shape of a list on the wire. */
export const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), cursor: z.optional(Cursor) });
