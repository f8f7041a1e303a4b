import { MOST_WAITING, type messagingApi } from "#domain/messaging.ts";
import { Problem } from "#domain/problem.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { NewId } from "#ports/clock.ts";
import type { ReleasedRecords } from "#ports/records.ts";
import type { Store } from "#ports/store.ts";
import {
  type ConversationPorts,
  say,
  summaryOf,
  threadOf,
  unlessOvertaken,
  wholeOf,
} from "./conversation.ts";

type Api = Handlers<typeof messagingApi>;

export interface MessagingPorts extends ConversationPorts {
  readonly released: ReleasedRecords;
  readonly store: Store;
  readonly newId: NewId;
}

const DAY_SECONDS = 86_400;

const keyIn = ({ practice, patientId }: ChartAccess, id: string) => ({
  practiceId: practice.id,
  patientId,
  id,
});
const nameOf = ({ signedIn }: ChartAccess): string => signedIn?.account.name ?? "";

/** What a patient writes to the practice, and reads of it. */
export const messaging = (ports: MessagingPorts): Api => ({
  list: {
    async run({ practice, patientId }) {
      const records = await ports.threads.ofPatient(practice.id, patientId);
      return { items: records.map(summaryOf) };
    },
  },
  start: {
    async run(access, { about, words }) {
      const named = about === undefined ? undefined : await ports.released.named(access, about);
      await refuseTooMany(ports, access);
      const fresh = {
        ...keyIn(access, ports.newId("thr")),
        ...(named ? { about: named } : {}),
        ...{ name: nameOf(access), startedAt: access.now, state: "waiting" as const },
        ...{ messages: 0, unread: 0, version: 0 },
      };
      const standing = () => Promise.resolve(fresh);
      const said = { by: "patient", name: nameOf(access), words } as const;
      const { record, messages } = await say(ports, access, { standing, said });
      return threadOf(record, messages);
    },
    reread: (access, id) => whole(ports, access, id),
  },
  read: { run: (access, { id }) => whole(ports, access, id) },
  say: {
    async run(access, { id, words }) {
      const standing = () => standingOf(ports, access, id);
      const said = { by: "patient", name: nameOf(access), words } as const;
      const { record, messages } = await say(ports, access, { standing, said });
      return threadOf(record, messages);
    },
    reread: (access, id) => whole(ports, access, id),
  },
  markRead: {
    run: (access, { id, seen }) =>
      unlessOvertaken(async () => summaryOf(await opened(ports, access, { id, seen }))),
  },
});

async function whole({ threads }: MessagingPorts, access: ChartAccess, id: string) {
  const { record, messages } = await wholeOf(threads, keyIn(access, id));
  return threadOf(record, messages);
}

async function standingOf({ threads }: MessagingPorts, access: ChartAccess, id: string) {
  const record = await threads.read(keyIn(access, id));
  if (!record) throw new Problem("not-found");
  return record;
}

async function refuseTooMany({ threads }: MessagingPorts, access: ChartAccess): Promise<void> {
  const before = await threads.ofPatient(access.practice.id, access.patientId);
  if (before.filter(({ state }) => state === "waiting").length >= MOST_WAITING)
    throw new Problem("request.too-many", { retryAfterSeconds: DAY_SECONDS });
}

/** Only what the patient had before them counts as read: an answer that came meanwhile is still new. */
async function opened(
  ports: MessagingPorts,
  access: ChartAccess,
  { id, seen }: { id: string; seen: number },
) {
  const { record, messages } = await wholeOf(ports.threads, keyIn(access, id));
  const left = messages.filter(({ by, number }) => by === "practice" && number > seen);
  if (left.length >= record.unread) return record;
  const { unreadSince: _read, ...rest } = record;
  const next = {
    ...rest,
    unread: left.length,
    ...(left[0] ? { unreadSince: left[0].at } : {}),
    version: record.version + 1,
  };
  await ports.store.transact(
    [...access.commitment(id), ports.threads.saving(next)],
    ports.newId("tx"),
  );
  return next;
}
