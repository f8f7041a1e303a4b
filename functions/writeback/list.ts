import { Problem } from "#domain/problem.ts";
import type { WriteBackEntry, writebackApi } from "#domain/writeback.ts";
import { type Row, shown } from "#domain/writeback-row.ts";
import type { Handlers } from "#http/access.ts";
import type { Rows } from "#ports/ledger.ts";

const entry = (row: Row): WriteBackEntry => ({
  id: row.id,
  kind: row.kind,
  subject: row.aggregate,
  writeBack: shown(row),
});

/** What the patient did and whether the chart has it. */
export const listWriteBacks = (ports: { rows: Rows }): Handlers<typeof writebackApi> => ({
  list: {
    async run({ practice, patientId }) {
      const rows = await ports.rows.ofPatient({ practiceId: practice.id, patientId });
      const newestFirst = rows.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      return { items: newestFirst.slice(0, 200).map(entry) };
    },
  },
  read: {
    async run({ practice, patientId }, { id }) {
      const row = await ports.rows.read({ practiceId: practice.id, patientId, id });
      if (!row) throw new Problem("not-found");
      return entry(row);
    },
  },
});
