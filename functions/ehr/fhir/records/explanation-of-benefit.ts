import * as z from "zod/mini";
import { loose, looseList } from "#functions/ehr/fhir/elements.ts";
import {
  amount,
  codeOf,
  concept,
  facts,
  firstDate,
  mapper,
  money,
  named,
  period,
  reference,
  titleOf,
  words,
} from "./parts.ts";

/** What an insurer decided to pay. */
export const explanationOfBenefit = mapper(
  {
    status: words,
    type: concept,
    use: words,
    outcome: words,
    disposition: words,
    billablePeriod: period,
    created: words,
    insurer: reference,
    provider: reference,
    item: looseList(z.object({ productOrService: concept })),
    total: looseList(z.object({ category: concept, amount: money })),
    payment: loose(z.object({ amount: money })),
  },
  (read) => {
    const items = read.item.map(({ productOrService }) => titleOf(productOrService));
    const totalOf = (code: string) =>
      read.total.find(({ category }) => codeOf(category) === code)?.amount;
    return {
      title: items.find((words) => words !== undefined) ?? titleOf(read.type),
      status: read.status,
      date: firstDate(read.billablePeriod?.start, read.created),
      end: firstDate(read.billablePeriod?.end),
      facts: [
        ...facts({
          category: read.use,
          outcome: [read.outcome, read.disposition],
          activity: items.slice(1),
          payer: named(read.insurer),
          by: named(read.provider),
        }),
        ...amount("amount", totalOf("submitted")),
        ...amount("paid", read.payment?.amount ?? totalOf("benefit")),
        ...amount("you-owe", totalOf("copay") ?? totalOf("deductible")),
      ],
      codes: read.item.map(({ productOrService }) => productOrService),
    };
  },
);
