import {
  at,
  isRecord,
  type Resource,
  relativeReference,
  textOf,
} from "#infra/local/ehr/fhir/resource.ts";
import type { ParameterKind } from "#infra/local/ehr/fhir/search-parameter.ts";
import { indexedPaths } from "#infra/local/ehr/fhir/searches.ts";
import { codesOf, folded, type Span, spanOf, wordsOf } from "#infra/local/ehr/fhir/values.ts";

/** A word a resource can be found by. `system` holds what tells equal words apart. */
interface Term {
  param: number;
  value: string;
  system: string;
}

interface SpanRow extends Span {
  param: number;
}

export interface IndexRows {
  terms: Term[];
  spans: SpanRow[];
}

type Word = Omit<Term, "param">;

/** How each kind of value becomes words; strings keep their exact spelling beside the folded one. */
const words: Partial<Record<ParameterKind, (value: unknown) => Word[]>> = {
  token: (value) =>
    codesOf(value).map(({ system, code }) => ({ value: code.toLowerCase(), system })),
  string: (value) => wordsOf(value).map((word) => ({ value: folded(word), system: word })),
  reference: (value) => {
    const reference = textOf(value, "reference");
    const named = relativeReference(reference) ?? reference;
    return named ? [{ value: named, system: named.slice(named.indexOf("/") + 1) }] : [];
  },
  uri: (value) =>
    typeof value === "string" ? [{ value, system: value.split("|")[0] ?? value }] : [],
};

function spansOf(kind: ParameterKind, value: unknown): Span[] {
  if (kind === "date") {
    const span = spanOf(value);
    return span ? [span] : [];
  }
  const amount = isRecord(value) ? value["value"] : undefined;
  return typeof amount === "number" ? [{ low: amount, high: amount }] : [];
}

/** Everything the chart's index says about one resource. */
export function indexRows(resource: Resource): IndexRows {
  const rows: IndexRows = { terms: [], spans: [] };
  for (const { key: param, kind, steps } of indexedPaths(resource.resourceType)) {
    const values = at(resource, steps);
    if (values.length === 0) continue;
    const toWords = words[kind];
    if (toWords) addTerms(rows.terms, param, values.flatMap(toWords));
    else
      for (const span of values.flatMap((value) => spansOf(kind, value)))
        rows.spans.push({ param, ...span });
  }
  return rows;
}

function addTerms(terms: Term[], param: number, found: Word[]): void {
  for (const { value, system } of found) terms.push({ param, value, system });
}
