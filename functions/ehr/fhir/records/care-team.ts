import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import {
  commentsOf,
  concepts,
  facts,
  firstDate,
  mapper,
  named,
  notes,
  period,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** Who looks after the patient together. */
export const careTeam = mapper(
  {
    status: words,
    name: words,
    category: concepts,
    period,
    participant: looseList(z.object({ role: concepts, member: reference })),
    note: notes,
  },
  (read) => ({
    title: read.name ?? read.category.map(titleOf).find((words) => words !== undefined),
    status: read.status,
    date: firstDate(read.period?.start),
    end: firstDate(read.period?.end),
    facts: facts({
      member: read.participant.map(({ role, member }) =>
        [named(member), role.map(titleOf).find((words) => words !== undefined)]
          .filter((part) => part !== undefined)
          .join(", "),
      ),
    }),
    codes: read.category,
    more: { comments: commentsOf(read.note) },
  }),
);
