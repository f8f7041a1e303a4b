import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import {
  concept,
  facts,
  firstDate,
  mapper,
  named,
  period,
  references,
  titleOf,
  words,
} from "./parts.ts";

/** Who pays. */
export const coverage = mapper(
  {
    status: words,
    type: concept,
    subscriberId: words,
    relationship: concept,
    period,
    payor: references,
    class: looseList(z.object({ type: concept, value: words, name: words })),
  },
  (read) => ({
    title: read.payor.map(named).find((words) => words !== undefined) ?? titleOf(read.type),
    status: read.status,
    date: firstDate(read.period?.start),
    end: firstDate(read.period?.end),
    facts: facts({
      class: titleOf(read.type),
      "member-id": read.subscriberId,
      relationship: titleOf(read.relationship),
      group: read.class.map(({ value, name }) =>
        [name, value].filter((part) => part !== undefined).join(", "),
      ),
    }),
  }),
);
