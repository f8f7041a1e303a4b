import * as z from "zod/mini";
import { Instant } from "#domain/identifiers.ts";
import { Message, ThreadSummary } from "#domain/messaging.ts";
import type { Change } from "./store.ts";

const whose = { practiceId: z.string(), patientId: z.string() };

/** A conversation as kept: with whose it is, and how far its patient has read. */
export const ThreadRecord = z.extend(ThreadSummary, {
  ...whose,
  /** The patient, as their account called them when they wrote last. */
  name: z.string(),
  /** Since when the practice is waited for. */
  waitingSince: z.optional(Instant),
  /** The first message of the practice that the patient has not opened, and when it came. */
  unreadSince: z.optional(Instant),
  version: z.int(),
});
export type ThreadRecord = z.infer<typeof ThreadRecord>;

/** A message as kept. */
export const MessageRecord = z.extend(Message, {
  ...whose,
  threadId: z.string(),
  version: z.int(),
});
export type MessageRecord = z.infer<typeof MessageRecord>;

export interface ThreadKey {
  readonly practiceId: string;
  readonly patientId: string;
  readonly id: string;
}

/** Conversations of patients with a practice. */
export interface Threads {
  read(key: ThreadKey): Promise<ThreadRecord | undefined>;
  /** Its messages, oldest first. */
  messages(key: ThreadKey): Promise<MessageRecord[]>;
  message(key: ThreadKey, number: number): Promise<MessageRecord | undefined>;
  /** One patient's, the last one written in first. */
  ofPatient(practiceId: string, patientId: string): Promise<ThreadRecord[]>;
  /** A practice's that wait for it, who waits longest first. */
  waiting(
    practiceId: string,
    range: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<{ readonly items: ThreadRecord[]; readonly next?: string | undefined }>;
  /** A new one, or its next state; fails as `ConditionFailed` when it was changed since it was read. */
  saving(record: ThreadRecord): Change;
  /** The same for a message. */
  savingMessage(record: MessageRecord): Change;
}
