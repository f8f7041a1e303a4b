import * as z from "zod/mini";
import { Id } from "#domain/identifiers.ts";

/**
 * FHIR data types, as narrow as the portal's needs. What a mapper can live without is `loose`: an odd shape there
 * reads as absent and does not cost the whole resource.
 */
export const loose = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.catch(z.optional(schema), undefined);
export const looseList = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.catch(z._default(z.array(schema), []), []);

/** A resource as the server sent it. Updates start from this, so that what we do not know survives. */
export const Raw = z.record(z.string(), z.unknown());
export type Raw = z.infer<typeof Raw>;

const words = loose(z.string());
const Coding = z.object({ system: words, code: words, display: words });
export const Concept = z.object({ coding: looseList(Coding), text: words });
export type Concept = z.infer<typeof Concept>;
export const Identifier = z.object({ system: words, value: words });
export const Reference = z.object({ reference: words, display: words });
export const Meta = z.object({ versionId: words, lastUpdated: words });
export const ContactPoint = z.object({ system: words, value: words, use: words });

interface Extended {
  readonly url: string;
  readonly valueInteger?: number | undefined;
  readonly valuePositiveInt?: number | undefined;
  readonly valueDecimal?: number | undefined;
  readonly valueString?: string | undefined;
  readonly valueMarkdown?: string | undefined;
  readonly valueCode?: string | undefined;
  readonly extension: readonly Extended[];
}
export const Extension: z.ZodMiniType<Extended> = z.lazy(() =>
  z.object({
    url: z.string(),
    valueInteger: loose(z.number()),
    valuePositiveInt: loose(z.number()),
    valueDecimal: loose(z.number()),
    valueString: words,
    valueMarkdown: words,
    valueCode: words,
    extension: looseList(Extension),
  }),
);
/** The companion of a primitive, such as `_name`, which carries translations. */
export const Companion = z.object({ extension: looseList(Extension) });

export const HumanName = z.object({
  use: words,
  text: words,
  family: words,
  given: looseList(z.string()),
  prefix: looseList(z.string()),
  suffix: looseList(z.string()),
});
export type HumanName = z.infer<typeof HumanName>;

/** What every resource the portal reads must have. */
export const resourceOf = <Type extends string>(type: Type) => ({
  resourceType: z.literal(type),
  id: Id,
  meta: loose(Meta),
});

/** "Slot/12", "https://ehr/fhir/Slot/12" or "Slot/12/_history/3", asked for Slots, is "12". */
export function idIn(reference: string | undefined, type: string): string | undefined {
  const match = /(?:^|\/)([A-Za-z]+)\/([A-Za-z0-9._~-]{1,96}?)(?:\/_history\/[^/]+)?$/.exec(
    reference ?? "",
  );
  return match?.[1] === type ? match[2] : undefined;
}

/** An instant of any offset as ISO UTC with milliseconds, the one form that compares as text. */
export function utc(instant: string | undefined): string | undefined {
  const at = instant === undefined ? Number.NaN : Date.parse(instant);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** The weak validator of a version, in the form If-Match wants. */
export const etagOf = (meta: z.infer<typeof Meta> | undefined): string | undefined =>
  meta?.versionId === undefined ? undefined : `W/"${meta.versionId}"`;

export const numberIn = (extensions: readonly Extended[], url: string): number | undefined => {
  const found = extensions.find((extension) => extension.url === url);
  return found?.valueInteger ?? found?.valuePositiveInt ?? found?.valueDecimal;
};

/** The standard translation extension: `{lang, content}` inside a companion. */
export function translation(
  companion: z.infer<typeof Companion> | undefined,
  language: string,
): string | undefined {
  for (const { url, extension } of companion?.extension ?? []) {
    if (!url.endsWith("/StructureDefinition/translation")) continue;
    const lang = extension.find((part) => part.url === "lang");
    const content = extension.find((part) => part.url === "content");
    if ((lang?.valueCode ?? lang?.valueString)?.split("-")[0] === language)
      return content?.valueString ?? content?.valueMarkdown;
  }
  return undefined;
}

/** The name to show: the usual or official one, as text or put together. */
export function fullName(names: readonly HumanName[]): string | undefined {
  const name = chosenName(names);
  if (!name) return undefined;
  const built = [...name.given, name.family].filter((part) => part !== undefined).join(" ");
  return built || name.text;
}
export const chosenName = (names: readonly HumanName[]): HumanName | undefined =>
  names.find((name) => name.use === "usual") ??
  names.find((name) => name.use === "official") ??
  names.find((name) => name.use !== "old") ??
  names[0];

/** A concept in words. */
export const wordsOf = (concept: Concept | undefined): string | undefined =>
  concept?.text ?? concept?.coding.find((coding) => coding.display)?.display;

/** Our correlation ids among a resource's identifiers. */
export const WRITE_BACK = "urn:porchlight:write-back";
export const correlationIds = (
  identifiers: readonly z.infer<typeof Identifier>[],
): readonly string[] =>
  identifiers.flatMap(({ system, value }) => (system === WRITE_BACK && value ? [value] : []));
