import { type correctionDeskApi, type DeskCorrection, withPractice } from "#domain/corrections.ts";
import { Problem } from "#domain/problem.ts";
import type { Access, Handlers } from "#http/access.ts";
import { cursorOf, queuePlaceIn } from "#http/cursor.ts";
import type { CorrectionRecord, Corrections } from "#ports/corrections.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import type { Practice } from "#ports/practices.ts";
import type { Store } from "#ports/store.ts";

type Api = Handlers<typeof correctionDeskApi>;

export interface DeskPorts {
  readonly corrections: Corrections;
  readonly store: Store;
  /** Who these patients are, from the mirror and for the rest from the chart, as far as that answers. */
  patientsNamed(
    practice: Practice,
    patientIds: readonly string[],
  ): Promise<ReadonlyMap<string, EhrPatient>>;
}

const PAGE = 50;

/** The practice's queue of corrections, and its answers. */
export const correctionDesk = (ports: DeskPorts): Api => ({
  queue: {
    async run(access, { cursor }) {
      const after = cursor === undefined ? undefined : queuePlaceIn(cursor);
      const { items, next } = await ports.corrections.waiting(access.practice.id, {
        after,
        limit: PAGE,
      });
      return {
        items: await viewsOf(ports, access, items),
        ...(next === undefined ? {} : { cursor: cursorOf(next) }),
      };
    },
  },
  answer: {
    async run(access, { patientId, id, decision, reason }) {
      const record = await ports.corrections.read(access.practice.id, patientId, id);
      if (!record) throw new Problem("not-found");
      if (record.state !== "waiting") throw new Problem("work.changed");
      const next: CorrectionRecord = {
        ...record,
        state: decision,
        answered: { at: access.now, ...(reason === undefined ? {} : { reason }) },
        answeredBy: access.signedIn?.account.name ?? "Staff",
        version: record.version + 1,
      };
      await ports.store.transact(
        [
          ...access.commitment(id, { patients: [patientId], note: decision }),
          ports.corrections.saving(next),
        ],
        access.requestId.replaceAll("-", ""),
      );
      const [view] = await viewsOf(ports, access, [next]);
      if (!view) throw new Problem("not-found");
      return view;
    },
  },
});

async function viewsOf(
  ports: DeskPorts,
  { practice, now }: Access,
  records: readonly CorrectionRecord[],
): Promise<DeskCorrection[]> {
  const ids = [...new Set(records.map(({ patientId }) => patientId))];
  const known = await ports.patientsNamed(practice, ids);
  return records.map(({ practiceId: _here, version: _kept, patientId, name, ...record }) => {
    const { name: charted = name, birthDate } = known.get(patientId) ?? {};
    const born = birthDate === undefined ? {} : { birthDate };
    return {
      ...record,
      writeBack: record.writeBack ?? withPractice(record.askedAt),
      patient: { id: patientId, name: charted, ...born },
      overdue: record.state === "waiting" && record.dueAt < now,
    };
  });
}
