import { referenceIn } from "#domain/records.ts";
import { isShownAs, type Row, shown } from "#domain/writeback-row.ts";
import type { Corrections } from "#ports/corrections.ts";
import type { WriteBackKinds } from "#ports/ledger.ts";

interface Ports {
  readonly corrections: Corrections;
}

/** What the outcome of writing a request into the chart means for the request. The practice's queue has it either way. */
export const correctionWriteBacks = ({ corrections }: Ports) =>
  ({
    "correction.ask": {
      async prepare(row) {
        const record = await recordOf(corrections, row);
        if (!record) return { is: "unsupported" };
        const { about, words, askedAt } = record;
        return {
          kind: "correction.ask",
          patientId: row.patientId,
          about: about && referenceIn(about.id),
          words,
          askedAt,
        };
      },
      async settle(row) {
        const record = await recordOf(corrections, row);
        if (!record || isShownAs(record.writeBack, row)) return { changes: [] };
        const next = { ...record, writeBack: shown(row), version: record.version + 1 };
        return { changes: [corrections.saving(next)] };
      },
    },
  }) satisfies Partial<WriteBackKinds>;

const recordOf = (corrections: Corrections, { practiceId, patientId, aggregate }: Row) =>
  corrections.read(practiceId, patientId, aggregate);
