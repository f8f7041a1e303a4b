import type { RecordSection } from "#domain/record-sections.ts";
import { type Concept, idIn } from "#functions/ehr/fhir/elements.ts";
import { hasCode } from "./codes.ts";
import { measuredIn, observationShape } from "./observation-value.ts";
import {
  concepts,
  facts,
  firstDate,
  mapper,
  named,
  period,
  references,
  titleOf,
  words,
} from "./parts.ts";

const VITALS = new Set(["vital-signs"]);
const IMAGING = new Set(["imaging"]);
const SOCIAL = new Set(["social-history"]);
/** Kinds that are nobody's result: what was asked, seen or done at a visit. */
const AT_THE_VISIT = new Set(["survey", "exam", "activity", "therapy"]);

/**
 * Where an Observation belongs. One that does not say what it is counts as a result: rules of release apply to it, and
 * the other way round would be a leak.
 */
function sectionOf(category: readonly Concept[]): RecordSection {
  if (hasCode(category, VITALS)) return "vitals";
  if (hasCode(category, SOCIAL)) return "social-history";
  return hasCode(category, AT_THE_VISIT) ? "observations" : "results";
}

/** Laboratory values, vital signs, social history and what else was observed. */
export const observation = mapper(
  {
    ...observationShape,
    category: concepts,
    effectiveDateTime: words,
    effectiveInstant: words,
    effectivePeriod: period,
    issued: words,
    performer: references,
    hasMember: references,
  },
  (read) => {
    const section = sectionOf(read.category);
    const measured = measuredIn(read);
    const performer = read.performer.map(named);
    const { effectivePeriod, component } = read;
    const isResult = section === "results";
    return {
      section,
      title: titleOf(read.code),
      status: read.status,
      date: firstDate(
        read.effectiveDateTime,
        read.effectiveInstant,
        effectivePeriod?.start,
        read.issued,
      ),
      facts: facts({ by: performer }),
      codes: [read.code, ...component.map(({ code }) => code)],
      categories: read.category,
      found: [
        read.valueCodeableConcept,
        ...component.map((part) => part.valueCodeableConcept),
        { coding: [], text: read.valueString },
        ...read.interpretation,
        ...component.flatMap((part) => part.interpretation),
      ],
      issued: read.issued,
      more: { measured, ...(measured.comments ? { comments: measured.comments } : {}) },
      kind: isResult ? kindOf(read.category) : "record",
      result: {
        members: read.hasMember.flatMap(({ reference }) => idIn(reference, "Observation") ?? []),
        issued: firstDate(read.issued),
        ...(performer[0] ? { performer: performer[0] } : {}),
      },
    };
  },
);

const kindOf = (category: readonly Concept[]) => (hasCode(category, IMAGING) ? "imaging" : "lab");
