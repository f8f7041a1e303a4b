import * as z from "zod/mini";
import { looseList } from "#functions/ehr/fhir/elements.ts";
import {
  amount,
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

/** What the practice asked an insurer to pay. */
export const claim = mapper(
  {
    status: words,
    type: concept,
    use: words,
    billablePeriod: period,
    created: words,
    insurer: reference,
    provider: reference,
    total: money,
    insurance: looseList(z.object({ coverage: reference })),
    item: looseList(z.object({ productOrService: concept })),
  },
  (read) => {
    const items = read.item.map(({ productOrService }) => titleOf(productOrService));
    return {
      title: items.find((words) => words !== undefined) ?? titleOf(read.type),
      status: read.status,
      date: firstDate(read.billablePeriod?.start, read.created),
      end: firstDate(read.billablePeriod?.end),
      facts: [
        ...facts({
          category: read.use,
          activity: items.slice(1),
          payer: [named(read.insurer), ...read.insurance.map(({ coverage }) => named(coverage))],
          by: named(read.provider),
        }),
        ...amount("amount", read.total),
      ],
      codes: read.item.map(({ productOrService }) => productOrService),
    };
  },
);
