import { Problem } from "#domain/problem.ts";
import { changedSince, type WorkKind, type workApi } from "#domain/work.ts";
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
    async run(access, asked) {
      const { work, row, visit } = await atHand(ports, access, asked);
      const next = markEntered(row, nameOf(access), access.now);
      return resume(ports, access, { work, row: next, visit });
    },
  },
  retry: {
    async run(access, asked) {
      const { work, row, visit } = await atHand(ports, access, asked);
      return resume(ports, access, { work, row: startOver(row, access.now), visit });
    },
  },
  done: {
    async run(access, { id, note, version }) {
      const work = await workOf(ports, access, { kind: "phone", id, version });
      const noted = note ? { note } : {};
      const { reason } = work;
      const call = { id, reason, at: access.now, by: nameOf(access), ...noted };
      await ports.store.transact(
        [
          ...access.commitment(id, { patients: [work.patientId], ...noted }),
          ...ports.work.calling(work, call),
        ],
        access.requestId.replaceAll("-", ""),
      );
      return showWork(ports)(access, work);
    },
  },
});

const nameOf = ({ signedIn }: Access): string => signedIn?.account.name ?? "Staff";

/** One piece of work, and which version of it was on the screen. */
interface Asked {
  readonly id: string;
  readonly version?: number | undefined;
}

async function workOf(
  ports: WorkPorts,
  { practice }: Access,
  asked: Asked & { kind: WorkKind },
): Promise<WorkRecord> {
  const work = await ports.work.read(practice.id, asked.kind, asked.id);
  if (!work) throw new Problem("not-found");
  if (changedSince(work, asked)) throw new Problem("work.changed");
  return work;
}

/** The row must still wait for a person: anything else means that someone or the chart was faster. */
async function atHand(ports: WorkPorts, access: Access, asked: Asked) {
  const work = await workOf(ports, access, { kind: "write-back", ...asked });
  const { practiceId, patientId, visitId } = work;
  const [row, visit] = await Promise.all([
    ports.rows.read({ practiceId, patientId, id: work.rowId ?? asked.id }),
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
