import type { DeskThread, DeskThreadSummary, messagingDeskApi } from "#domain/messaging.ts";
import { Problem } from "#domain/problem.ts";
import type { Access, Handlers } from "#http/access.ts";
import { cursorOf, queuePlaceIn } from "#http/cursor.ts";
import type { NewId } from "#ports/clock.ts";
import type { EhrPatient } from "#ports/ehr.ts";
import type { MessageRecord, ThreadKey, ThreadRecord } from "#ports/messaging.ts";
import type { Announcer } from "#ports/notices.ts";
import type { Practice } from "#ports/practices.ts";
import { type Change, ConditionFailed, type Store } from "#ports/store.ts";
import { type ConversationPorts, messageOf, say, summaryOf, wholeOf } from "./conversation.ts";

type Api = Handlers<typeof messagingDeskApi>;

export interface DeskPorts extends ConversationPorts {
  readonly notices: Announcer;
  readonly store: Store;
  readonly newId: NewId;
  /** Who these patients are, from the mirror and for the rest from the chart, as far as that answers. */
  patientsNamed(
    practice: Practice,
    patientIds: readonly string[],
  ): Promise<ReadonlyMap<string, EhrPatient>>;
}

const PAGE = 50;

/** The practice's conversations with its patients. */
export const messagingDesk = (ports: DeskPorts): Api => ({
  queue: {
    async run(access, { cursor }) {
      const after = cursor === undefined ? undefined : queuePlaceIn(cursor);
      const { items, next } = await ports.threads.waiting(access.practice.id, {
        after,
        limit: PAGE,
      });
      return {
        items: await viewsOf(ports, access, items),
        ...(next === undefined ? {} : { cursor: cursorOf(next) }),
      };
    },
  },
  readThread: {
    async run(access, { patientId, id }) {
      const { record, messages } = await wholeOf(ports.threads, keyIn(access, patientId, id));
      return viewOf(ports, access, { record, messages });
    },
  },
  reply: {
    async run(access, { patientId, id, seen, words }) {
      const standing = () => standingOf(ports, keyIn(access, patientId, id), seen);
      const said = { by: "practice", name: staffName(access), words } as const;
      const about = { patients: [patientId] };
      const alongside = (record: ThreadRecord) => [telling(ports, access, record)];
      const whole = await say(ports, { ...access, about }, { standing, said, alongside });
      return viewOf(ports, access, whole);
    },
    /** A replay is asked for by its path's patient, whom the first request was about. */
    async reread(access, id) {
      const patientId = access.http.parameter("patientId") ?? "";
      return viewOf(ports, access, await wholeOf(ports.threads, keyIn(access, patientId, id)));
    },
  },
  close: {
    async run(access, { patientId, id, seen }) {
      const key = keyIn(access, patientId, id);
      const { waitingSince: _over, ...record } = await standingOf(ports, key, seen);
      if (record.state !== "closed") {
        const next = { ...record, state: "closed" as const, version: record.version + 1 };
        await closing(ports, [
          ...access.commitment(id, { patients: [patientId] }),
          ports.threads.saving(next),
        ]);
      }
      return viewOf(ports, access, await wholeOf(ports.threads, key));
    },
  },
});

const keyIn = ({ practice }: Access, patientId: string, id: string): ThreadKey => ({
  practiceId: practice.id,
  patientId,
  id,
});
const staffName = ({ signedIn }: Access): string => signedIn?.account.name ?? "Staff";

/** Nobody answers what they have not read: who wrote meanwhile, patient or colleague, comes first. */
async function standingOf({ threads }: DeskPorts, key: ThreadKey, seen: number) {
  const record = await threads.read(key);
  if (!record) throw new Problem("not-found");
  if (record.messages !== seen) throw new Problem("work.changed");
  return record;
}

async function closing(ports: DeskPorts, changes: readonly Change[]): Promise<void> {
  try {
    await ports.store.transact(changes, ports.newId("tx"));
  } catch (error) {
    throw error instanceof ConditionFailed ? new Problem("work.changed") : error;
  }
}

/**
 * The patient hears that there is something new, not what. However much is written before they look, they hear once:
 * the notice bears the moment of the first message they have not opened.
 */
function telling(ports: DeskPorts, { now }: Access, record: ThreadRecord): Change {
  const { practiceId, patientId, id, unreadSince = now } = record;
  return ports.notices.announcing({
    ...{ practiceId, patientId, event: "news", start: unreadSince, at: now },
    key: ports.newId("message"),
    visitId: id,
    thread: id,
  });
}

async function viewsOf<Kept extends ThreadRecord>(
  ports: DeskPorts,
  { practice }: Access,
  records: readonly Kept[],
): Promise<DeskThreadSummary[]> {
  const ids = [...new Set(records.map(({ patientId }) => patientId))];
  const known = await ports.patientsNamed(practice, ids);
  return records.map((record) => {
    const { patientId, name, waitingSince } = record;
    const { name: charted = name, birthDate } = known.get(patientId) ?? {};
    return {
      ...summaryOf(record),
      patient: { id: patientId, name: charted, ...(birthDate === undefined ? {} : { birthDate }) },
      ...(waitingSince === undefined ? {} : { waitingSince }),
    };
  });
}

async function viewOf(
  ports: DeskPorts,
  access: Access,
  { record, messages }: { record: ThreadRecord; messages: readonly MessageRecord[] },
): Promise<DeskThread> {
  const [view] = await viewsOf(ports, access, [record]);
  if (!view) throw new Problem("not-found");
  return { ...view, said: messages.map(messageOf) };
}
