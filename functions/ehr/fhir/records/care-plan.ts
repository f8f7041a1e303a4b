import * as z from "zod/mini";
import { loose, looseList } from "#functions/ehr/fhir/elements.ts";
import {
  commentsOf,
  concept,
  concepts,
  facts,
  firstDate,
  mapper,
  named,
  notes,
  period,
  reference,
  references,
  titleOf,
  words,
} from "./parts.ts";

/** What is planned for the patient. */
export const carePlan = mapper(
  {
    status: words,
    title: words,
    description: words,
    category: concepts,
    period,
    created: words,
    author: reference,
    addresses: references,
    activity: looseList(
      z.object({
        reference,
        detail: loose(z.object({ code: concept, description: words, status: words })),
      }),
    ),
    note: notes,
  },
  (read) => ({
    title: read.title ?? read.category.map(titleOf).find((words) => words !== undefined),
    status: read.status,
    date: firstDate(read.period?.start, read.created),
    end: firstDate(read.period?.end),
    facts: facts({
      activity: read.activity.map(
        ({ reference: to, detail }) => titleOf(detail?.code) ?? detail?.description ?? named(to),
      ),
      for: read.addresses.map(named),
      note: read.description,
      author: named(read.author),
    }),
    codes: read.category,
    more: { comments: commentsOf(read.note) },
  }),
);
