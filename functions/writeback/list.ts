import { Problem } from "#domain/problem.ts";
import type { WriteBackEntry, writebackApi } from "#domain/writeback.ts";
import { isBetweenUs, type Row, shown } from "#domain/writeback-row.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { Rows } from "#ports/ledger.ts";

const entry = (row: Row): WriteBackEntry => ({
  id: row.id,
  kind: row.kind,
  subject: row.aggregate,
  writeBack: shown(row),
});

/** Whoever acts for a patient acts in their visits: what else the patient did is the patient's own. */
const mayBeSeen = ({ relation }: ChartAccess, row: Row): boolean =>
  isBetweenUs(row) && (relation === "self" || row.kind.startsWith("appointment."));

/** What the patient did and whether the chart has it. */
export const listWriteBacks = (ports: { rows: Rows }): Handlers<typeof writebackApi> => ({
  list: {
    async run(access) {
      const { practice, patientId } = access;
      const rows = await ports.rows.ofPatient({ practiceId: practice.id, patientId });
      const seen = rows.filter((row) => mayBeSeen(access, row));
      const newestFirst = seen.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      return { items: newestFirst.slice(0, 200).map(entry) };
    },
  },
  read: {
    async run(access, { id }) {
      const { practice, patientId } = access;
      const row = await ports.rows.read({ practiceId: practice.id, patientId, id });
      if (!row || !mayBeSeen(access, row)) throw new Problem("not-found");
      return entry(row);
    },
  },
});
