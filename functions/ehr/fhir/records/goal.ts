import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import {
  amountInWords,
  commentsOf,
  concept,
  concepts,
  dated,
  facts,
  firstDate,
  inWords,
  mapper,
  named,
  notes,
  quantity,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** What patient and practice want to reach. */
export const goal = mapper(
  {
    lifecycleStatus: words,
    achievementStatus: concept,
    category: concepts,
    description: concept,
    startDate: words,
    statusDate: words,
    expressedBy: reference,
    target: looseList(
      z.object({ measure: concept, detailQuantity: quantity, detailString: words, dueDate: words }),
    ),
    note: notes,
  },
  (read) => ({
    title: titleOf(read.description),
    status: read.lifecycleStatus,
    date: firstDate(read.startDate, read.statusDate),
    facts: [
      ...facts({
        outcome: titleOf(read.achievementStatus),
        category: inWords(read.category),
        goal: read.target.map(({ measure, detailQuantity, detailString }) =>
          [titleOf(measure), amountInWords(detailQuantity) ?? detailString]
            .filter((part) => part !== undefined)
            .join(": "),
        ),
        by: named(read.expressedBy),
      }),
      ...read.target.flatMap(({ dueDate }) => dated("expires", dueDate)),
    ],
    codes: [read.description],
    more: { comments: commentsOf(read.note) },
  }),
);
