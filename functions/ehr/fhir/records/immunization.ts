import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import {
  amountInWords,
  commentsOf,
  concept,
  dated,
  facts,
  firstDate,
  mapper,
  named,
  notes,
  number,
  quantity,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** A vaccine given, or not given and why. */
export const immunization = mapper(
  {
    status: words,
    statusReason: concept,
    vaccineCode: concept,
    occurrenceDateTime: words,
    occurrenceString: words,
    location: reference,
    manufacturer: reference,
    lotNumber: words,
    expirationDate: words,
    site: concept,
    doseQuantity: quantity,
    performer: looseList(z.object({ actor: reference })),
    protocolApplied: looseList(
      z.object({ doseNumberPositiveInt: number, doseNumberString: words }),
    ),
    note: notes,
  },
  (read) => ({
    title: titleOf(read.vaccineCode),
    status: read.status,
    date: firstDate(read.occurrenceDateTime),
    facts: [
      ...facts({
        "dose-number": read.protocolApplied.map(
          ({ doseNumberPositiveInt, doseNumberString }) =>
            doseNumberString ?? doseNumberPositiveInt?.toString(),
        ),
        dose: amountInWords(read.doseQuantity),
        site: titleOf(read.site),
        lot: read.lotNumber,
        by: read.performer.map(({ actor }) => named(actor)),
        place: named(read.location) ?? named(read.manufacturer),
        reason: titleOf(read.statusReason),
        note: read.occurrenceString,
      }),
      ...dated("expires", read.expirationDate),
    ],
    codes: [read.vaccineCode],
    more: { comments: commentsOf(read.note) },
  }),
);
