import * as z from "zod/mini";
import type { Amount, Flag, Measured, Range } from "#domain/measured.ts";
import { type Concept, looseList, wordsOf } from "#functions/ehr/fhir/elements.ts";
import { loincOf } from "./codes.ts";
import {
  codeOf,
  commentsOf,
  concept,
  concepts,
  notes,
  number,
  period,
  type Quantity,
  quantity,
  titleOf,
  when,
  words,
} from "./parts.ts";

const Ratio = z.object({ numerator: quantity, denominator: quantity });
const ReferenceRange = z.object({ low: quantity, high: quantity, text: words });

/** What an Observation and a component of one have in common. */
const valueShape = {
  code: concept,
  valueQuantity: quantity,
  valueCodeableConcept: concept,
  valueString: words,
  valueBoolean: z.catch(z.optional(z.boolean()), undefined),
  valueInteger: number,
  valueRange: z.catch(z.optional(z.object({ low: quantity, high: quantity })), undefined),
  valueRatio: z.catch(z.optional(Ratio), undefined),
  valueTime: words,
  valueDateTime: words,
  valuePeriod: period,
  dataAbsentReason: concept,
  interpretation: concepts,
  referenceRange: looseList(ReferenceRange),
};
const Component = z.object(valueShape);
export const observationShape = {
  ...valueShape,
  status: words,
  method: concept,
  note: notes,
  component: looseList(Component),
};
type Valued = z.infer<typeof Component>;
const Whole = z.object(observationShape);

const FLAGS: Readonly<Record<string, Flag>> = {
  N: "normal",
  L: "low",
  "<": "low",
  LL: "critical-low",
  H: "high",
  ">": "high",
  HH: "critical-high",
  LU: "critical-low",
  HU: "critical-high",
  A: "abnormal",
  POS: "abnormal",
  AA: "critical",
};

/** The value of an Observation, its range, and what its laboratory says of it. */
export function measuredIn(read: z.infer<typeof Whole>): Measured {
  const comments = commentsOf(read.note);
  const parts = read.component.map(valuedAs);
  const method = wordsOf(read.method);
  return {
    ...valuedAs(read),
    ...(read.status ? { status: read.status } : {}),
    ...(method ? { method } : {}),
    ...(comments.length > 0 ? { comments } : {}),
    ...(parts.length > 0 ? { parts } : {}),
  };
}

function valuedAs(read: Valued): Measured {
  const value = amountOf(read);
  const text = value ? undefined : textOf(read);
  const [first] = read.referenceRange;
  const range = first && rangeOf(first);
  const flag = flagOf(read.interpretation);
  const loinc = loincOf(read.code);
  const absent = wordsOf(read.dataAbsentReason) ?? codeOf(read.dataAbsentReason);
  return {
    name: titleOf(read.code) ?? "",
    ...(loinc ? { loinc } : {}),
    ...(value ? { value } : {}),
    ...(text === undefined ? {} : { text }),
    ...(range ? { range } : {}),
    ...(flag ? { flag } : {}),
    ...(absent ? { absent } : {}),
  };
}

function amountOf({ valueQuantity, valueInteger }: Valued): Amount | undefined {
  if (valueInteger !== undefined) return { number: valueInteger };
  if (valueQuantity?.value === undefined) return undefined;
  const { value, unit, code, comparator } = valueQuantity;
  const inUnit = unit ?? code;
  return {
    number: value,
    ...(inUnit ? { unit: inUnit } : {}),
    ...(comparator ? { comparator } : {}),
  };
}

function textOf(read: Valued): string | undefined {
  const { valueRange, valueRatio, valuePeriod } = read;
  return (
    titleOf(read.valueCodeableConcept) ??
    read.valueString ??
    (read.valueBoolean === undefined ? undefined : read.valueBoolean ? "Yes" : "No") ??
    (valueRange && between(valueRange.low, valueRange.high)) ??
    (valueRatio && ratio(valueRatio)) ??
    read.valueTime ??
    when(read.valueDateTime) ??
    (valuePeriod && [when(valuePeriod.start), when(valuePeriod.end)].join(" – "))
  );
}

type Measure = z.infer<typeof Quantity> | undefined;

const between = (low: Measure, high: Measure): string | undefined =>
  low?.value === undefined && high?.value === undefined
    ? undefined
    : [low?.value ?? "", high?.value ?? ""].join(" – ") + (high?.unit ? ` ${high.unit}` : "");

const ratio = ({ numerator, denominator }: z.infer<typeof Ratio>): string | undefined =>
  numerator?.value === undefined ? undefined : `${numerator.value}:${denominator?.value ?? 1}`;

function rangeOf({ low, high, text }: z.infer<typeof ReferenceRange>): Range | undefined {
  const made = {
    ...(low?.value === undefined ? {} : { low: low.value }),
    ...(high?.value === undefined ? {} : { high: high.value }),
    ...(text ? { text } : {}),
  };
  return Object.keys(made).length > 0 ? made : undefined;
}

const flagOf = (interpretation: readonly Concept[]): Flag | undefined =>
  interpretation
    .flatMap(({ coding }) => coding.map(({ code }) => FLAGS[code ?? ""]))
    .find((flag) => flag !== undefined);
