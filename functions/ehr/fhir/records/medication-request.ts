import * as z from "zod/mini";
import { loose } from "#functions/ehr/fhir/elements.ts";
import { dosages, doseOf, medicineOf, medicineShape } from "./medication.ts";
import {
  amountInWords,
  commentsOf,
  concepts,
  dated,
  facts,
  firstDate,
  inWords,
  mapper,
  named,
  notes,
  number,
  period,
  quantity,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** A prescription. */
export const medicationRequest = mapper(
  {
    ...medicineShape,
    status: words,
    intent: words,
    authoredOn: words,
    requester: reference,
    reasonCode: concepts,
    dosageInstruction: dosages,
    note: notes,
    dispenseRequest: loose(
      z.object({
        validityPeriod: period,
        numberOfRepeatsAllowed: number,
        quantity,
        expectedSupplyDuration: quantity,
        performer: reference,
      }),
    ),
  },
  (read) => {
    const medicine = medicineOf(read);
    const { validityPeriod, numberOfRepeatsAllowed, ...supply } = read.dispenseRequest ?? {};
    return {
      title: titleOf(medicine),
      status: read.status,
      date: firstDate(read.authoredOn),
      facts: [
        ...facts({
          dose: doseOf(read.dosageInstruction),
          quantity: amountInWords(supply.quantity),
          "supply-days": supply.expectedSupplyDuration?.value?.toString(),
          refills: numberOfRepeatsAllowed?.toString(),
          reason: inWords(read.reasonCode),
          by: named(read.requester),
          place: named(supply.performer),
          category: read.intent,
        }),
        ...dated("expires", validityPeriod?.end),
      ],
      codes: [medicine],
      more: { comments: commentsOf(read.note) },
    };
  },
);
