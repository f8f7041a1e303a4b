import * as z from "zod/mini";
import { Slot } from "#domain/appointments.ts";
import { Problem } from "#domain/problem.ts";
import { FinishedCall, WorkKind, WorkReason } from "#domain/work.ts";
import type { Item } from "#ports/store.ts";
import type { WorkList, WorkRecord } from "#ports/work.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const WorkData: z.ZodMiniType<WorkRecord> = z.object({
  id: z.string(),
  practiceId: z.string(),
  kind: WorkKind,
  reason: WorkReason,
  since: z.string(),
  patientId: z.string(),
  visitId: z.string(),
  rowId: z.optional(z.string()),
  offered: z.optional(z.array(Slot)),
  assignee: z.optional(z.object({ id: z.string(), name: z.string() })),
  version: z.number(),
});

const KINDS = WorkKind.options;
/** Calls shown of one patient. */
const CALLS = 20;

const key = (practiceId: string, kind: WorkKind, id: string) => ({
  pk: `WORK#${practiceId}`,
  sk: `${kind}#${id}`,
});
const item = (work: WorkRecord): Item => ({
  ...key(work.practiceId, work.kind, work.id),
  data: work,
  version: work.version,
});
const closing: WorkList["closing"] = (work) => ({
  remove: key(work.practiceId, work.kind, work.id),
  when: [[["version", "=", work.version]]],
  otherwise: new Problem("work.changed"),
});

export function dynamoWork(table: Table): WorkList {
  const read: WorkList["read"] = async (practiceId, kind, id) => {
    const found = await table.get(key(practiceId, kind, id));
    return found && WorkData.parse(found.data);
  };
  const all = async (practiceId: string, prefix?: string) => {
    const records: WorkRecord[] = [];
    let after: Awaited<ReturnType<Table["query"]>>["next"];
    do {
      const page = await table.query({
        pk: `WORK#${practiceId}`,
        after,
        ...(prefix ? { prefix } : {}),
      });
      records.push(...page.items.map((found) => WorkData.parse(found.data)));
      after = page.next;
    } while (after);
    return records;
  };
  return {
    read,
    async find(practiceId, id) {
      const found = await Promise.all(KINDS.map((kind) => read(practiceId, kind, id)));
      return found.find((work) => work !== undefined);
    },
    async list(practiceId, kind) {
      const records = await all(practiceId, `${kind}#`);
      return records.sort((a, b) => (a.since < b.since ? -1 : 1));
    },
    async counts(practiceId, assigneeId) {
      const records = await all(practiceId);
      const of = (kind: WorkKind) => records.filter((work) => work.kind === kind).length;
      const mine = records.filter((work) => work.assignee?.id === assigneeId).length;
      return { request: of("request"), "write-back": of("write-back"), phone: of("phone"), mine };
    },
    opening: (work) => ({ put: item(work) }),
    saving: (work) => ({
      put: item(work),
      when: [[["version", "=", work.version - 1]]],
      otherwise: new Problem("work.changed"),
    }),
    closing,
    calling: (work, call) => [
      closing(work),
      {
        put: {
          pk: patientPartition(work.practiceId, work.patientId),
          sk: `CALL#${call.at}#${call.id}`,
          data: call,
        },
      },
    ],
    async calls(practiceId, patientId) {
      const pk = patientPartition(practiceId, patientId);
      const { items } = await table.query({ pk, prefix: "CALL#", newestFirst: true, limit: CALLS });
      return items.map(({ data }) => FinishedCall.parse(data));
    },
    dropping: (practiceId, kind, id) => ({ remove: key(practiceId, kind, id) }),
  };
}
