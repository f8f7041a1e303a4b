import {
  GLIMPSE,
  type Message,
  MOST_MESSAGES,
  type Thread,
  type ThreadSummary,
} from "#domain/messaging.ts";
import { Problem } from "#domain/problem.ts";
import type { WriteBack } from "#domain/writeback.ts";
import type { Access } from "#http/access.ts";
import { type Ehr, isConnected } from "#ports/ehr.ts";
import type { CommitContext, Ledger } from "#ports/ledger.ts";
import type { MessageRecord, ThreadKey, ThreadRecord, Threads } from "#ports/messaging.ts";
import { type Change, ConditionFailed } from "#ports/store.ts";

export interface ConversationPorts {
  readonly threads: Threads;
  readonly ledger: Ledger;
  /** Rejects where no EHR is connected yet. */
  ehr(connectionId: string): Promise<Ehr>;
}

export interface Said {
  readonly by: Message["by"];
  readonly name: string;
  readonly words: string;
}

const TRIES = 4;

/** A conversation that waits for more to be said in it: how it stood, or that it is new. */
type Standing = ThreadRecord | Omit<ThreadRecord, "last">;

/**
 * Adds a message to a conversation and puts it on its way into the chart, in one transaction; answers with the
 * conversation as it then stands.
 * @param standing reads the conversation; again after somebody else wrote in it
 * @param alongside what else goes into the transaction
 */
export async function say(
  ports: ConversationPorts,
  access: CommitContext & Pick<Access, "practice">,
  {
    standing,
    said,
    alongside = () => [],
  }: {
    standing: () => Promise<Standing>;
    said: Said;
    alongside?: (record: ThreadRecord) => readonly Change[];
  },
): Promise<{ record: ThreadRecord; messages: MessageRecord[] }> {
  const { connectionId } = access.practice;
  const byHand = (await isConnected(ports, connectionId)) ? undefined : "not-supported";
  return unlessOvertaken(async () => {
    const before = await standing();
    if (before.messages >= MOST_MESSAGES) throw new Problem("request.too-many");
    const record = continued(before, said, access.now);
    const message = newMessage(record, said, { at: access.now, byHand });
    const { practiceId, patientId, id } = record;
    await ports.ledger.commit(
      access,
      {
        ...{ practiceId, patientId, connectionId, aggregate: id, number: message.number },
        ...{ kind: "message.send", payload: {} },
        ...(byHand ? { byHand } : {}),
      },
      [ports.threads.saving(record), ports.threads.savingMessage(message), ...alongside(record)],
    );
    return { record, messages: await ports.threads.messages(record) };
  });
}

/** Two write at once: the slower one looks again, and does it then. */
export async function unlessOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConditionFailed) || tried >= TRIES) throw error;
    }
}

/** The conversation with one message more. */
function continued(before: Standing, { by, name, words }: Said, at: string): ThreadRecord {
  const { waitingSince, ...rest } = before;
  const shared = {
    ...rest,
    messages: before.messages + 1,
    last: { by, at, words: glimpse(words) },
    version: before.version + 1,
  };
  return by === "patient"
    ? { ...shared, name, state: "waiting", waitingSince: waitingSince ?? at }
    : {
        ...shared,
        state: "answered",
        unread: before.unread + 1,
        unreadSince: before.unreadSince ?? at,
      };
}

/** No letter that takes two units is cut in two. */
const glimpse = (words: string): string =>
  words.length > GLIMPSE ? `${[...words].slice(0, GLIMPSE).join("")}…` : words;

function newMessage(
  { practiceId, patientId, id, messages }: ThreadRecord,
  { by, name, words }: Said,
  { at, byHand }: { at: string; byHand: "not-supported" | undefined },
): MessageRecord {
  const writeBack: WriteBack = byHand
    ? { state: "with-practice", since: at, reason: byHand, nextStep: "practice-will-do-it" }
    : { state: "saved", since: at, nextStep: "wait" };
  return {
    ...{ practiceId, patientId, threadId: id, number: messages },
    ...{ by, name, words, at, writeBack, version: 1 },
  };
}

/** A conversation of this patient, whole. */
export async function wholeOf(threads: Threads, key: ThreadKey) {
  const [record, messages] = await Promise.all([threads.read(key), threads.messages(key)]);
  if (!record) throw new Problem("not-found");
  return { record, messages };
}

/** As a list shows it to its patient. */
export const summaryOf = ({
  id,
  about,
  startedAt,
  state,
  messages,
  last,
  unread,
}: ThreadRecord): ThreadSummary => ({
  ...{ id, startedAt, state, messages, last, unread },
  ...(about ? { about } : {}),
});

/** As its patient reads it. */
export const threadOf = (record: ThreadRecord, messages: readonly MessageRecord[]): Thread => ({
  ...summaryOf(record),
  said: messages.map(messageOf),
});

export const messageOf = ({ number, by, name, words, at, writeBack }: MessageRecord): Message => ({
  ...{ number, by, name, words, at, writeBack },
});
