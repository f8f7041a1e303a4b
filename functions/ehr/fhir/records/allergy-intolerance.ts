import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import {
  codeOf,
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
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** What the patient must not have, and what happens otherwise. */
export const allergyIntolerance = mapper(
  {
    clinicalStatus: concept,
    verificationStatus: concept,
    type: words,
    category: looseList(z.string()),
    criticality: words,
    code: concept,
    onsetDateTime: words,
    recordedDate: words,
    recorder: reference,
    note: notes,
    reaction: looseList(
      z.object({
        substance: concept,
        manifestation: concepts,
        severity: words,
        description: words,
      }),
    ),
  },
  (read) => ({
    title: titleOf(read.code) ?? titleOf(read.reaction[0]?.substance),
    status: codeOf(read.clinicalStatus) ?? codeOf(read.verificationStatus),
    date: firstDate(read.onsetDateTime, read.recordedDate),
    facts: [
      ...facts({
        reaction: read.reaction.flatMap(({ manifestation, description }) => [
          ...inWords(manifestation),
          description,
        ]),
        severity: read.reaction.map(({ severity }) => severity),
        criticality: read.criticality,
        certainty: codeOf(read.verificationStatus),
        category: read.category,
        by: named(read.recorder),
      }),
      ...dated("recorded", read.recordedDate),
    ],
    codes: [read.code],
    more: { comments: commentsOf(read.note) },
  }),
);
