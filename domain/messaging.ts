import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Cursor, Id, Instant, LocalDay, page, plainText } from "./identifiers.ts";
import { self, staff } from "./policy.ts";
import { RecordSection } from "./record-sections.ts";
import { WriteBack } from "./writeback.ts";

/** Letters of one message. */
export const MOST_LETTERS = 2000;
/** Messages of one thread; what comes then is a thread of its own. */
export const MOST_MESSAGES = 200;
/** Threads of one patient that wait for the practice at the same time. */
export const MOST_WAITING = 20;
/** Letters of its last message that a list shows. */
export const GLIMPSE = 140;

const words = plainText(MOST_LETTERS);
/** How many messages whoever writes has before them: another one meanwhile is to be read first. */
const seen = z.int().check(z.minimum(1), z.maximum(MOST_MESSAGES));

export const Message = z.object({
  /** Its place in the thread, from 1. */
  number: z.int(),
  by: z.enum(["patient", "practice"]),
  /** Who wrote it, as their account calls them. */
  name: z.string(),
  words: z.string(),
  at: Instant,
  /** Whether the chart has it. */
  writeBack: WriteBack,
});
export type Message = z.infer<typeof Message>;

const thread = {
  id: Id,
  /** The record of the chart it is about; absent where the patient names none. */
  about: z.optional(z.object({ id: Id, section: RecordSection, title: z.string() })),
  startedAt: Instant,
  /** "waiting": the patient wrote last. "answered": the practice did. "closed": the practice says it is done. */
  state: z.enum(["waiting", "answered", "closed"]),
  /** How many messages it holds. */
  messages: z.int(),
  /** The beginning of the last one. */
  last: z.object({ by: Message.shape.by, at: Instant, words: z.string() }),
  /** Messages of the practice that the patient has not opened. */
  unread: z.int(),
};

/** One conversation of a patient with the practice, as a list shows it. */
export const ThreadSummary = z.object(thread);
export type ThreadSummary = z.infer<typeof ThreadSummary>;

/** One conversation, whole, oldest message first. */
export const Thread = z.object({ ...thread, said: z.array(Message) });
export type Thread = z.infer<typeof Thread>;

const whose = {
  patient: z.object({ id: Id, name: z.string(), birthDate: z.optional(LocalDay) }),
  /** Since when the practice is waited for; absent when it is not. */
  waitingSince: z.optional(Instant),
};
/** The same as staff see it. */
export const DeskThreadSummary = z.object({ ...thread, ...whose });
export type DeskThreadSummary = z.infer<typeof DeskThreadSummary>;
export const DeskThread = z.object({ ...thread, ...whose, said: z.array(Message) });
export type DeskThread = z.infer<typeof DeskThread>;

export const messagingApi = {
  list: {
    method: "GET",
    path: "/threads",
    summary: "This patient's conversations with the practice, the last one written in first.",
    policy: [self],
    input: z.strictObject({}),
    output: page(ThreadSummary),
    problems: [],
    touches: "chart",
  },
  start: {
    method: "POST",
    path: "/threads",
    summary: "Write to the practice, about a record of the chart or anything else.",
    policy: [self],
    input: z.strictObject({ about: z.optional(Id), words }),
    output: Thread,
    status: 201,
    problems: ["not-found", "request.too-many"],
    keyed: true,
    touches: "chart",
  },
  read: {
    method: "GET",
    path: "/threads/{id}",
    summary: "One conversation, whole.",
    policy: [self],
    input: z.strictObject({ id: Id }),
    output: Thread,
    problems: ["not-found"],
    touches: "chart",
  },
  say: {
    method: "POST",
    path: "/threads/{id}/messages",
    summary: "Write once more in a conversation; one that was closed is open again.",
    policy: [self],
    input: z.strictObject({ id: Id, words }),
    output: Thread,
    status: 201,
    problems: ["not-found", "request.too-many"],
    keyed: true,
    touches: "chart",
  },
  markRead: {
    method: "POST",
    path: "/threads/{id}/read",
    summary: "Say that so many messages of a conversation were opened.",
    policy: [self],
    input: z.strictObject({ id: Id, seen }),
    output: ThreadSummary,
    problems: ["not-found"],
    touches: "chart",
  },
} as const satisfies Api;

const answered = { patientId: Id, id: Id, seen };

export const messagingDeskApi = {
  queue: {
    method: "GET",
    path: "/practice/threads",
    summary: "Conversations in which a patient waits for the practice, who waits longest first.",
    policy: [staff("messages")],
    input: z.strictObject({ cursor: z.optional(Cursor) }),
    output: page(DeskThreadSummary),
    problems: [],
    touches: (answer: { items: DeskThreadSummary[] }) =>
      answer.items.map(({ patient }) => patient.id),
  },
  readThread: {
    method: "GET",
    path: "/practice/patients/{patientId}/threads/{id}",
    summary: "One patient's conversation, whole.",
    policy: [staff("messages")],
    input: z.strictObject({ patientId: Id, id: Id }),
    output: DeskThread,
    problems: ["not-found"],
    touches: (answer: DeskThread) => [answer.patient.id],
  },
  reply: {
    method: "POST",
    path: "/practice/patients/{patientId}/threads/{id}/messages",
    summary: "Answer a patient; refused where a message came that the writer has not seen.",
    policy: [staff("messages")],
    input: z.strictObject({ ...answered, words }),
    output: DeskThread,
    status: 201,
    problems: ["not-found", "work.changed", "request.too-many"],
    keyed: true,
    touches: (answer: DeskThread) => [answer.patient.id],
  },
  close: {
    method: "POST",
    path: "/practice/patients/{patientId}/threads/{id}/close",
    summary: "Say that a conversation is done and needs no answer; the patient can write on.",
    policy: [staff("messages")],
    input: z.strictObject(answered),
    output: DeskThread,
    problems: ["not-found", "work.changed"],
    touches: (answer: DeskThread) => [answer.patient.id],
  },
} as const satisfies Api;
