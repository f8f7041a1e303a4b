import type { Concept } from "#functions/ehr/fhir/elements.ts";

/** A panel of a genome has more codes than any rule asks for. */
const MOST_CODES = 80;

type Concepts = readonly (Concept | undefined)[];

const codings = (concepts: Concepts) => concepts.flatMap((concept) => concept?.coding ?? []);
const few = (texts: readonly string[]): string[] => [...new Set(texts)].slice(0, MOST_CODES);

/** "http://loinc.org|4548-4" for every coding of these concepts, each once. */
export const codesIn = (concepts: Concepts): string[] =>
  few(
    codings(concepts).flatMap(({ system, code }) =>
      code === undefined ? [] : [`${system ?? ""}|${code}`],
    ),
  );

/** Their codes alone. */
export const bareCodes = (concepts: Concepts): string[] =>
  few(codings(concepts).flatMap(({ code }) => code ?? []));

/** What was found, as codes and as words: laboratories send either. */
export const findingsIn = (concepts: Concepts): string[] =>
  few([
    ...bareCodes(concepts),
    ...concepts.flatMap((concept) => concept?.text ?? []),
    ...codings(concepts).flatMap(({ display }) => display ?? []),
  ]);

export const loincOf = (concept: Concept | undefined): string | undefined =>
  concept?.coding.find(({ system, code }) => system === "http://loinc.org" && code)?.code;

/** True where one of these concepts has one of these codes, whatever system it names. */
export const hasCode = (concepts: Concepts, codes: ReadonlySet<string>): boolean =>
  bareCodes(concepts).some((code) => codes.has(code));
