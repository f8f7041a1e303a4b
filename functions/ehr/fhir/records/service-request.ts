import {
  commentsOf,
  concept,
  concepts,
  facts,
  firstDate,
  inWords,
  mapper,
  named,
  notes,
  period,
  reference,
  references,
  titleOf,
  words,
} from "./parts.ts";

/** An order or a referral. */
export const serviceRequest = mapper(
  {
    status: words,
    intent: words,
    category: concepts,
    code: concept,
    authoredOn: words,
    occurrenceDateTime: words,
    occurrencePeriod: period,
    requester: reference,
    performer: references,
    performerType: concept,
    reasonCode: concepts,
    patientInstruction: words,
    note: notes,
  },
  (read) => ({
    title: titleOf(read.code),
    status: read.status,
    date: firstDate(read.authoredOn, read.occurrenceDateTime, read.occurrencePeriod?.start),
    facts: facts({
      category: inWords(read.category),
      for: [...read.performer.map(named), titleOf(read.performerType)],
      reason: inWords(read.reasonCode),
      instruction: read.patientInstruction,
      by: named(read.requester),
    }),
    codes: [read.code, ...read.category],
    more: { comments: commentsOf(read.note) },
  }),
);
