import { Problem } from "#domain/problem.ts";
import { changedSince, type WorkItem, type WorkKind, type workApi } from "#domain/work.ts";
import type { Access, Handlers } from "#http/access.ts";
import type { Accounts } from "#ports/accounts.ts";
import type { Store } from "#ports/store.ts";
import type { WorkList, WorkRecord } from "#ports/work.ts";
import { type ViewPorts, viewsOf } from "./work-view.ts";

export interface WorkPorts extends ViewPorts {
  readonly work: WorkList;
  readonly store: Store;
  readonly accounts: Accounts;
}

type Api = Handlers<typeof workApi>;

const PAGE = 100;

/** One piece of work as the console shows it. */
export const showWork =
  (ports: WorkPorts) =>
  async ({ practice, now }: Access, work: WorkRecord): Promise<WorkItem> => {
    const [item] = await viewsOf(ports, practice, { work: [work], now });
    if (!item) throw new Problem("not-found");
    return item;
  };

export const accountIdOf = ({ actor }: Access): string =>
  actor.kind === "staff" ? actor.accountId : "";

/** The queues, their counts, and who does what. */
export const workLists = (
  ports: WorkPorts,
): Pick<Api, "counts" | "colleagues" | "requests" | "writeBacks" | "tasks" | "assign"> => ({
  counts: {
    run: (access) => ports.work.counts(access.practice.id, accountIdOf(access)),
  },
  colleagues: {
    async run({ practice }) {
      const staff = await ports.accounts.staffOf(practice.id);
      const items = staff
        .filter(({ permissions }) => permissions.includes("write-backs"))
        .map(({ id, name, role = "staff" }) => ({ id, name, role }));
      return { items };
    },
  },
  requests: { run: list(ports, "request") },
  writeBacks: { run: list(ports, "write-back") },
  tasks: { run: list(ports, "phone") },
  assign: {
    async run(access, { id, assigneeId, version }) {
      const work = await ports.work.find(access.practice.id, id);
      if (!work) throw new Problem("not-found");
      if (changedSince(work, { version })) throw new Problem("work.changed");
      const { assignee: _before, ...rest } = work;
      const assignee = assigneeId ? await colleague(ports, access, assigneeId) : undefined;
      const next = { ...rest, ...(assignee ? { assignee } : {}), version: work.version + 1 };
      await ports.store.transact(
        [...access.commitment(id, { patients: [work.patientId] }), ports.work.saving(next)],
        access.requestId.replaceAll("-", ""),
      );
      return showWork(ports)(access, next);
    },
  },
});

async function colleague(ports: WorkPorts, { practice }: Access, id: string) {
  const account = await ports.accounts.read(id);
  const here = account?.kind === "staff" && account.practiceId === practice.id && account.active;
  if (!account || !here) throw new Problem("not-found");
  return { id, name: account.name };
}

const list =
  (ports: WorkPorts, kind: WorkKind): Api["requests"]["run"] =>
  async (access, { assignee = "anyone", cursor }) => {
    const { practice, now } = access;
    const me = accountIdOf(access);
    const wanted = (work: WorkRecord) =>
      assignee === "anyone" ||
      (assignee === "me" ? work.assignee?.id === me : work.assignee === undefined);
    const all = (await ports.work.list(practice.id, kind)).filter(wanted);
    const from = cursor ? Number(Buffer.from(cursor, "base64url").toString("utf8")) || 0 : 0;
    const work = all.slice(from, from + PAGE);
    const next = from + PAGE;
    return {
      items: await viewsOf(ports, practice, { work, now }),
      ...(next < all.length ? { cursor: Buffer.from(String(next)).toString("base64url") } : {}),
    };
  };
