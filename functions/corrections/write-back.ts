import { Problem } from "#domain/problem.ts";
import { inItemId } from "#domain/records.ts";
import { type Row, shown } from "#domain/writeback-row.ts";
import type { CorrectionRecord, Corrections } from "#ports/corrections.ts";
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
          about: about && referenceOf(about.id),
          words,
          askedAt,
        };
      },
      async settle(row) {
        const record = await recordOf(corrections, row);
        if (!record || saysTheSame(record, row)) return { changes: [] };
        const next = { ...record, writeBack: shown(row), version: record.version + 1 };
        return { changes: [corrections.saving(next)] };
      },
    },
  }) satisfies Partial<WriteBackKinds>;

const recordOf = (corrections: Corrections, { practiceId, patientId, aggregate }: Row) =>
  corrections.read(practiceId, patientId, aggregate);

/** A try that changed nothing for anybody is no new version: who answers meanwhile is not sent back for it. */
function saysTheSame({ writeBack }: CorrectionRecord, row: Row): boolean {
  const { state, reason } = shown(row);
  return writeBack?.state === state && writeBack.reason === reason;
}

/** "Condition~12", as screens name records, is "Condition/12" in the chart. */
function referenceOf(itemId: string): string {
  const named = inItemId(itemId);
  if (!named) throw new Problem("internal");
  return `${named.type}/${named.id}`;
}
