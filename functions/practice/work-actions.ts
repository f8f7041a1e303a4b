import { Problem } from "#domain/problem.ts";
import type { WorkKind, workApi } from "#domain/work.ts";
import { markEntered, type Row, shown, startOver } from "#domain/writeback-row.ts";
import type { Access, Handlers } from "#http/access.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Ledger } from "#ports/ledger.ts";
import type { WorkRecord } from "#ports/work.ts";
import { showWork, type WorkPorts } from "./work-lists.ts";

type Api = Handlers<typeof workApi>;
export interface ActionPorts extends WorkPorts {
  readonly ledger: Ledger;
}

/** What a person does with a write-back or a call. */
export const workActions = (ports: ActionPorts): Pick<Api, "entered" | "retry" | "done"> => ({
  entered: {
    async run(access, { id }) {
      const { work, row, visit } = await atHand(ports, access, id);
      const by = access.signedIn?.account.name ?? "Staff";
      const next = markEntered(row, by, access.now);
      return resume(ports, access, { work, row: next, visit });
    },
  },
  retry: {
    async run(access, { id }) {
      const { work, row, visit } = await atHand(ports, access, id);
      return resume(ports, access, { work, row: startOver(row, access.now), visit });
    },
  },
  done: {
    async run(access, { id, note }) {
      const work = await workOf(ports, access, { kind: "phone", id });
      const about = { patients: [work.patientId], ...(note ? { note } : {}) };
      await ports.store.transact(
        [...access.commitment(id, about), ports.work.closing(work)],
        access.requestId.replaceAll("-", ""),
      );
      return showWork(ports)(access, work);
    },
  },
});

async function workOf(
  ports: WorkPorts,
  { practice }: Access,
  { kind, id }: { kind: WorkKind; id: string },
): Promise<WorkRecord> {
  const work = await ports.work.read(practice.id, kind, id);
  if (!work) throw new Problem("not-found");
  return work;
}

/** The row must still wait for a person: anything else means that someone or the chart was faster. */
async function atHand(ports: WorkPorts, access: Access, id: string) {
  const work = await workOf(ports, access, { kind: "write-back", id });
  const { practiceId, patientId, visitId } = work;
  const [row, visit] = await Promise.all([
    ports.rows.read({ practiceId, patientId, id: work.rowId ?? id }),
    ports.visits.read(practiceId, patientId, visitId),
  ]);
  if (!row || !visit || row.state !== "manual") throw new Problem("work.changed");
  return { work, row, visit };
}

async function resume(
  ports: ActionPorts,
  access: Access,
  { work, row, visit }: { work: WorkRecord; row: Row; visit: Visit },
) {
  const writeBack = shown(row);
  const change = visit.change?.rowId === row.id ? { ...visit.change, writeBack } : visit.change;
  const next: Visit = {
    ...visit,
    ...(change ? { change } : {}),
    ...(change?.kind === "reschedule" ? {} : { writeBack }),
    version: visit.version + 1,
  };
  const open = { ...work, version: work.version + 1 };
  await ports.ledger.resume(access, row, [
    ports.visits.saving(next, access.requestId),
    ports.work.saving(open),
  ]);
  return showWork(ports)(access, open);
}
