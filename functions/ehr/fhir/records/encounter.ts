import * as z from "zod/mini";
import { loose, looseList } from "#functions/ehr/fhir/elements.ts";
import {
  concepts,
  facts,
  firstDate,
  inWords,
  mapper,
  named,
  period,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** The usual kinds of encounter, for charts that give no other name. HL7 v3 ActCode. */
const CLASSES: Readonly<Record<string, string>> = {
  AMB: "Office visit",
  EMER: "Emergency visit",
  HH: "Home visit",
  IMP: "Hospital stay",
  ACUTE: "Hospital stay",
  NONAC: "Hospital stay",
  OBSENC: "Hospital observation",
  SS: "Short hospital stay",
  VR: "Video or phone visit",
};

/** A visit that took place. */
export const encounter = mapper(
  {
    status: words,
    class: loose(z.object({ code: words, display: words })),
    type: concepts,
    serviceType: z.catch(z.optional(z.object({ text: words })), undefined),
    participant: looseList(z.object({ individual: reference })),
    period,
    reasonCode: concepts,
    diagnosis: looseList(z.object({ condition: reference })),
    location: looseList(z.object({ location: reference })),
    serviceProvider: reference,
  },
  (read) => {
    const kind = read.class?.display ?? CLASSES[read.class?.code ?? ""];
    const title = read.type.map(titleOf).find((words) => words !== undefined);
    return {
      title: title ?? read.serviceType?.text ?? kind,
      status: read.status,
      date: firstDate(read.period?.start),
      end: firstDate(read.period?.end),
      facts: facts({
        class: kind,
        reason: inWords(read.reasonCode),
        diagnosis: read.diagnosis.map(({ condition }) => named(condition)),
        by: read.participant.map(({ individual }) => named(individual)),
        place: [
          ...read.location.map(({ location }) => named(location)),
          named(read.serviceProvider),
        ],
      }),
      codes: [...read.type, ...read.reasonCode],
    };
  },
);
