import * as z from "zod/mini";
import { ChartDate } from "#domain/measured.ts";
import type { RecordSection } from "#domain/record-sections.ts";
import { type Fact, FactName } from "#domain/records.ts";
import {
  Concept,
  loose,
  looseList,
  type Raw,
  Reference,
  utc,
  wordsOf,
} from "#functions/ehr/fhir/elements.ts";
import type { EhrRecord, RecordFacts } from "#ports/ehr-records.ts";

/** FHIR data types as records use them: everything may be missing, and what is odd reads as missing. */
export const words = loose(z.string());
export const number = loose(z.number());
export const concept = loose(Concept);
export const concepts = looseList(Concept);
export const reference = loose(Reference);
export const references = looseList(Reference);
export const Period = z.object({ start: words, end: words });
export const period = loose(Period);
export const Quantity = z.object({ value: number, comparator: words, unit: words, code: words });
export const quantity = loose(Quantity);
export const money = loose(z.object({ value: number, currency: words }));
export const Annotation = z.object({
  text: words,
  time: words,
  authorString: words,
  authorReference: reference,
});
export const notes = looseList(Annotation);

/** What a mapper finds in one resource; the rest is the same for all. */
export interface Mapped {
  readonly section?: RecordSection;
  readonly title: string | undefined;
  readonly status?: string | undefined;
  readonly date?: string | undefined;
  readonly end?: string | undefined;
  readonly facts?: readonly Fact[];
  /** Everything that says what it is, for the rules of release. */
  readonly codes?: readonly (Concept | undefined)[];
  readonly categories?: readonly (Concept | undefined)[];
  readonly found?: readonly (Concept | undefined)[];
  readonly kind?: RecordFacts["kind"];
  readonly issued?: string | undefined;
  readonly more?: Pick<EhrRecord["item"], "measured" | "comments" | "attachments">;
  readonly result?: EhrRecord["result"];
}

/** Reads one type of resource; undefined where it is not even that. */
export type Mapper = (raw: Raw) => Mapped | undefined;

/** A mapper from the fields it needs and what it makes of them. */
export const mapper =
  <Shape extends z.core.$ZodLooseShape>(
    shape: Shape,
    map: (read: z.infer<z.ZodMiniObject<Shape>>) => Mapped,
  ): Mapper =>
  (raw) => {
    const parsed = z.safeParse(z.object(shape), raw);
    return parsed.success ? map(parsed.data) : undefined;
  };

/** A FHIR date as charts keep it: partial ones as they are, instants in UTC, nonsense not at all. */
export function when(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = text.includes("T") ? utc(text) : text;
  return z.safeParse(ChartDate, date).success ? date : undefined;
}

/** The first of these that is a date. */
export const firstDate = (...dates: readonly (string | undefined)[]): string | undefined =>
  dates.map(when).find((date) => date !== undefined);

/** What a person, place or thing is called where the record says it; ids say nothing to a patient. */
export const named = (one: z.infer<typeof Reference> | undefined): string | undefined =>
  one?.display;

const NAMES: ReadonlySet<string> = new Set(FactName.options);
const isFactName = (name: string): name is FactName => NAMES.has(name);

type FactValue = string | readonly (string | undefined)[] | undefined;

/** Facts in words; those without any are left out. */
export function facts(values: Partial<Record<FactName, FactValue>>): Fact[] {
  const found: Fact[] = [];
  for (const [name, value] of Object.entries(values)) {
    const all = typeof value === "string" ? [value] : (value ?? []);
    for (const text of all)
      if (isFactName(name) && text !== undefined && text.trim() !== "")
        found.push({ name, text: text.trim() });
  }
  return found;
}

export const dated = (name: FactName, text: string | undefined): Fact[] => {
  const at = when(text);
  return at === undefined ? [] : [{ name, at }];
};

/** Money as whole cents; an amount without a currency is left to the bill. */
export function amount(
  name: FactName,
  paid: { value?: number | undefined; currency?: string | undefined } | undefined,
): Fact[] {
  if (paid?.value === undefined) return [];
  return [{ name, amountCents: Math.round(paid.value * 100), currency: paid.currency ?? "USD" }];
}

/** "90 tablet" */
export function amountInWords(given: z.infer<typeof Quantity> | undefined): string | undefined {
  if (given?.value === undefined) return undefined;
  return [given.value, given.unit ?? given.code].filter((part) => part !== undefined).join(" ");
}

/** All concepts in words. */
export const inWords = (all: readonly Concept[]): (string | undefined)[] => all.map(wordsOf);

/** The words of a code that has none: codes are better than silence. */
export const titleOf = (of: Concept | undefined): string | undefined =>
  wordsOf(of) ?? of?.coding.find(({ code }) => code)?.code;

export const commentsOf = (all: readonly z.infer<typeof Annotation>[]) =>
  all.flatMap(({ text, time, authorString, authorReference }) => {
    if (text === undefined) return [];
    const by = authorString ?? named(authorReference);
    const at = when(time);
    return [{ text, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) }];
  });

export const codeOf = (of: Concept | undefined): string | undefined =>
  of?.coding.find(({ code }) => code)?.code;
