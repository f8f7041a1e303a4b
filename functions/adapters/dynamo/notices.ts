import { createHash, randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { NoticeEvent } from "#domain/notices.ts";
import { addSeconds } from "#domain/time.ts";
import {
  type Notice,
  NoticeMoved,
  type Notices,
  NumberMoved,
  type NumberRecord,
  OptedOut,
  type PhoneNumbers,
  type Told,
} from "#ports/notices.ts";
import { ConditionFailed, type Item } from "#ports/store.ts";
import { patientPartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const text = z.optional(z.string());
const NoticeData: z.ZodMiniType<Notice> = z.object({
  key: z.string(),
  practiceId: z.string(),
  patientId: z.string(),
  visitId: z.string(),
  event: NoticeEvent,
  start: z.string(),
  at: z.string(),
  notBefore: text,
  news: z.optional(z.object({ for: z.enum(["patient", "carers"]), refs: z.array(z.string()) })),
  thread: z.optional(z.string()),
  deliveries: z.optional(
    z.array(
      z.object({
        channel: z.enum(["sms", "email"]),
        to: z.string(),
        text,
        language: z.enum(["en", "es"]),
        state: z.enum(["waiting", "sending", "unknown", "sent", "skipped", "failed", "unsure"]),
        attempts: z.number(),
        dueAt: z.string(),
        triedAt: text,
        reference: text,
        reason: text,
      }),
    ),
  ),
  closed: text,
  dueAt: z.string(),
  lease: z.optional(z.object({ owner: z.string(), until: z.string() })),
  attempts: z.number(),
  version: z.number(),
});
const ToldData: z.ZodMiniType<Told> = z.object({
  key: z.string(),
  event: NoticeEvent,
  start: z.string(),
  version: z.number(),
});

/** A notice is kept so long once nothing is left to send: to answer "was I told?". */
const KEPT_SECONDS = 400 * 86_400;

const OPEN: ReadonlySet<string> = new Set(["waiting", "sending", "unknown"]);
const isOpen = ({ closed, deliveries }: Notice) =>
  closed === undefined && (deliveries?.some(({ state }) => OPEN.has(state)) ?? true);

type Visit = { practiceId: string; patientId: string; visitId: string };
const noticeKey = (ref: { practiceId: string; patientId: string; key: string }) => ({
  pk: patientPartition(ref.practiceId, ref.patientId),
  sk: `NOTICE#${ref.key}`,
});
const toldKey = (visit: Visit) => ({
  pk: patientPartition(visit.practiceId, visit.patientId),
  sk: `TOLD#${visit.visitId}`,
});

function noticeItem(notice: Notice): Item {
  const item = { ...noticeKey(notice), data: notice, version: notice.version };
  if (!isOpen(notice))
    return { ...item, expiresAt: Math.ceil(Date.parse(notice.at) / 1000) + KEPT_SECONDS };
  // A held notice is due when its lease ends: that is how a dead holder is noticed.
  const at = notice.lease?.until ?? notice.dueAt;
  return { ...item, gsi1pk: `NOTICES#${notice.practiceId}`, gsi1sk: `${at}#${notice.key}` };
}

export function dynamoNotices(table: Table): Notices {
  return {
    announcing(announcement) {
      const dueAt = announcement.notBefore ?? announcement.at;
      const notice: Notice = { ...announcement, dueAt, attempts: 0, version: 1 };
      return {
        put: { ...noticeItem(notice), requestId: notice.key },
        when: [["absent"]],
        otherwise: new ConditionFailed(),
      };
    },
    async read(ref) {
      const item = await table.get(noticeKey(ref));
      return item && NoticeData.parse(item.data);
    },
    saving: (notice) => ({
      put: noticeItem(notice),
      when: [[["version", "=", notice.version - 1]]],
      otherwise: new NoticeMoved(),
    }),
    async due(practiceId, upTo, limit) {
      const pk = `NOTICES#${practiceId}`;
      const { items } = await table.query({
        pk,
        index: "gsi1",
        between: ["0", `${upTo}~`],
        limit,
      });
      return items.map((item) => NoticeData.parse(item.data));
    },
    async told(visit) {
      const item = await table.get(toldKey(visit));
      return item && ToldData.parse(item.data);
    },
    telling: (visit, told) => ({
      put: { ...toldKey(visit), data: told, version: told.version },
      when: told.version === 1 ? [["absent"]] : [[["version", "=", told.version - 1]]],
      otherwise: new NoticeMoved(),
    }),
  };
}

const TextsData = z.array(z.object({ id: z.string(), at: z.string() }));
const WEEK_SECONDS = 7 * 86_400;

/** The number itself is in no key: keys show up in metrics and access logs. */
const hashed = (number: string) => createHash("sha256").update(number).digest("hex");
const optOutKey = (number: string) => ({ pk: `OPTOUT#${hashed(number)}`, sk: "OPTOUT" });
const numberKey = (number: string, sk: "TEXTS" | "CONSENT" | `HEARD#${string}`) => ({
  pk: `NUMBER#${hashed(number)}`,
  sk,
});

export function dynamoPhoneNumbers(table: Table): PhoneNumbers {
  return {
    async read(number) {
      const items = await table.batchGet([
        optOutKey(number),
        numberKey(number, "TEXTS"),
        numberKey(number, "CONSENT"),
      ]);
      const texts = items.find(({ sk }) => sk === "TEXTS");
      return {
        optedOut: items.some(({ sk }) => sk === "OPTOUT"),
        consented: items.some(({ sk }) => sk === "CONSENT"),
        texts: texts ? TextsData.parse(texts.data) : [],
        version: texts?.version ?? 0,
      };
    },
    texting: (number, known, sent) => [
      {
        put: {
          ...numberKey(number, "TEXTS"),
          data: counted(known, sent),
          version: known.version + 1,
        },
        when: known.version === 0 ? [["absent"]] : [[["version", "=", known.version]]],
        otherwise: new NumberMoved(),
      },
      { check: optOutKey(number), when: [["absent"]], otherwise: new OptedOut() },
    ],
    optOut: (number, at) => table.apply({ put: { ...optOutKey(number), data: { at } } }),
    async heard(number, { id, wish, at }) {
      const optOut = optOutKey(number);
      const message = {
        put: {
          ...numberKey(number, `HEARD#${id}`),
          data: { wish, at },
          expiresAt: Math.ceil(Date.parse(at) / 1000) + KEPT_SECONDS,
        },
        when: [["absent"]],
        otherwise: new ConditionFailed(),
      } as const;
      try {
        await table.transact(
          [message, wish === "stop" ? { put: { ...optOut, data: { at } } } : { remove: optOut }],
          randomUUID(),
        );
      } catch (error) {
        // Heard before: a START told again must not undo the STOP that came after it.
        if (!(error instanceof ConditionFailed)) throw error;
      }
    },
  };
}

/** A text tried again counts once. */
const counted = ({ texts }: NumberRecord, sent: { id: string; at: string }) => [
  ...texts.filter(({ id, at }) => id !== sent.id && at > addSeconds(sent.at, -WEEK_SECONDS)),
  sent,
];

/**
 * Which accounts say they belong to a chart: `CARER#<accountId>` beside it, kept when an account is saved. What each may
 * do stands in the account alone.
 */
export const dynamoSignIns =
  (table: Table) =>
  async (practiceId: string, patientId: string): Promise<string[]> => {
    const pk = patientPartition(practiceId, patientId);
    const { items } = await table.query({ pk, prefix: "CARER#" });
    return items.map(({ sk }) => sk.slice("CARER#".length));
  };
