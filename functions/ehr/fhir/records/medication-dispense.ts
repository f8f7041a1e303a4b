import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import { dosages, doseOf, medicineOf, medicineShape } from "./medication.ts";
import {
  amountInWords,
  facts,
  firstDate,
  mapper,
  named,
  quantity,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** A medicine handed over. */
export const medicationDispense = mapper(
  {
    ...medicineShape,
    status: words,
    quantity,
    daysSupply: quantity,
    whenPrepared: words,
    whenHandedOver: words,
    performer: looseList(z.object({ actor: reference })),
    location: reference,
    dosageInstruction: dosages,
  },
  (read) => {
    const medicine = medicineOf(read);
    return {
      title: titleOf(medicine),
      status: read.status,
      date: firstDate(read.whenHandedOver, read.whenPrepared),
      facts: facts({
        dose: doseOf(read.dosageInstruction),
        quantity: amountInWords(read.quantity),
        "supply-days": read.daysSupply?.value?.toString(),
        by: read.performer.map(({ actor }) => named(actor)),
        place: named(read.location),
      }),
      codes: [medicine],
    };
  },
);
