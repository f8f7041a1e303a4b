import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
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
  titleOf,
  words,
} from "./parts.ts";

/** What was done. */
export const procedure = mapper(
  {
    status: words,
    code: concept,
    category: concept,
    performedDateTime: words,
    performedPeriod: period,
    performer: looseList(z.object({ actor: reference })),
    location: reference,
    reasonCode: concepts,
    bodySite: concepts,
    outcome: concept,
    note: notes,
  },
  (read) => ({
    title: titleOf(read.code),
    status: read.status,
    date: firstDate(read.performedDateTime, read.performedPeriod?.start),
    end: firstDate(read.performedPeriod?.end),
    facts: facts({
      by: read.performer.map(({ actor }) => named(actor)),
      place: named(read.location),
      reason: inWords(read.reasonCode),
      site: inWords(read.bodySite),
      outcome: titleOf(read.outcome),
    }),
    codes: [read.code, read.category],
    more: { comments: commentsOf(read.note) },
  }),
);
