import { Concept, loose } from "#functions/ehr/fhir/elements.ts";
import { codeOf, concept, concepts, firstDate, mapper, period, titleOf, words } from "./parts.ts";

/** What may be said of any resource: the fields most types share. */
export const anything = mapper(
  {
    status: words,
    code: concept,
    type: loose(Concept),
    category: concepts,
    title: words,
    description: words,
    date: words,
    dateTime: words,
    authored: words,
    authoredOn: words,
    created: words,
    recorded: words,
    recordedDate: words,
    started: words,
    issued: words,
    effectiveDateTime: words,
    occurrenceDateTime: words,
    performedDateTime: words,
    period,
  },
  (read) => ({
    title:
      titleOf(read.code) ??
      read.title ??
      titleOf(read.type) ??
      read.category.map(titleOf).find((words) => words !== undefined) ??
      read.description,
    status: read.status ?? codeOf(read.code),
    date: firstDate(
      ...[read.date, read.dateTime, read.effectiveDateTime, read.occurrenceDateTime],
      ...[read.performedDateTime, read.started, read.authored, read.authoredOn],
      ...[read.period?.start, read.created, read.recorded, read.recordedDate, read.issued],
    ),
    codes: [read.code, read.type, ...read.category],
  }),
);
