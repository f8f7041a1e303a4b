import { dosages, doseOf, medicineOf, medicineShape } from "./medication.ts";
import {
  commentsOf,
  concepts,
  facts,
  firstDate,
  inWords,
  mapper,
  named,
  notes,
  period,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** A medicine somebody says the patient takes. */
export const medicationStatement = mapper(
  {
    ...medicineShape,
    status: words,
    effectiveDateTime: words,
    effectivePeriod: period,
    dateAsserted: words,
    informationSource: reference,
    reasonCode: concepts,
    dosage: dosages,
    note: notes,
  },
  (read) => {
    const medicine = medicineOf(read);
    return {
      title: titleOf(medicine),
      status: read.status,
      date: firstDate(read.effectiveDateTime, read.effectivePeriod?.start, read.dateAsserted),
      end: firstDate(read.effectivePeriod?.end),
      facts: facts({
        dose: doseOf(read.dosage),
        reason: inWords(read.reasonCode),
        by: named(read.informationSource),
      }),
      codes: [medicine],
      more: { comments: commentsOf(read.note) },
    };
  },
);
