import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import {
  amountInWords,
  commentsOf,
  concept,
  facts,
  firstDate,
  mapper,
  notes,
  quantity,
  titleOf,
  words,
} from "./parts.ts";

/** What a relative has or had. */
export const familyMemberHistory = mapper(
  {
    status: words,
    date: words,
    name: words,
    relationship: concept,
    condition: looseList(z.object({ code: concept, onsetAge: quantity, onsetString: words })),
    note: notes,
  },
  (read) => ({
    title: titleOf(read.relationship) ?? read.name,
    status: read.status,
    date: firstDate(read.date),
    facts: facts({
      diagnosis: read.condition.map(({ code, onsetAge, onsetString }) =>
        [titleOf(code), onsetString ?? amountInWords(onsetAge)]
          .filter((part) => part !== undefined)
          .join(", "),
      ),
    }),
    codes: [read.relationship, ...read.condition.map(({ code }) => code)],
    more: { comments: commentsOf(read.note) },
  }),
);
