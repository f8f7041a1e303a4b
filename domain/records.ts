import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Cursor, Id, Instant, page } from "./identifiers.ts";
import { Attachment, ChartDate, Comment, Measured, OpenedType } from "./measured.ts";
import { proxy, self } from "./policy.ts";
import { NotShownReason, RecordSection } from "./record-sections.ts";

/** What a fact of a record is about; the screens have the words. */
export const FactName = z.enum([
  "activity",
  "address",
  "amount",
  "author",
  "birth-date",
  "by",
  "category",
  "certainty",
  "class",
  "criticality",
  "diagnosis",
  "dose",
  "dose-number",
  "email",
  "expires",
  "for",
  "gender",
  "goal",
  "group",
  "instruction",
  "language",
  "lot",
  "member",
  "member-id",
  "note",
  "outcome",
  "paid",
  "payer",
  "phone",
  "place",
  "quantity",
  "reaction",
  "reason",
  "recorded",
  "refills",
  "relationship",
  "severity",
  "site",
  "supply-days",
  "you-owe",
]);
export type FactName = z.infer<typeof FactName>;

/** One fact beside a record's title: words, a date, or money. */
export const Fact = z.object({
  name: FactName,
  text: z.optional(z.string()),
  at: z.optional(ChartDate),
  amountCents: z.optional(z.int()),
  currency: z.optional(z.string()),
});
export type Fact = z.infer<typeof Fact>;

/** One record of the chart, of whatever kind. */
export const ChartItem = z.object({
  /** The FHIR type and id: "Condition~12". */
  id: Id,
  type: z.string(),
  title: z.string(),
  /** The chart's own code, such as "active" or "completed". */
  status: z.optional(z.string()),
  date: z.optional(ChartDate),
  end: z.optional(ChartDate),
  facts: z.array(Fact),
  measured: z.optional(Measured),
  comments: z.optional(z.array(Comment)),
  attachments: z.optional(z.array(Attachment)),
  /** True where the portal knows no more of it than that it is there. */
  unread: z.optional(z.boolean()),
  /** Where it stands in the chart, and when it was last written there. */
  source: z.object({ reference: z.string(), updated: z.optional(ChartDate) }),
});
export type ChartItem = z.infer<typeof ChartItem>;

/** "Condition~12" for a record of the chart. */
export const itemId = (type: string, id: string): string => `${type}~${id}`;

/** Type and id in "Condition~12"; undefined for what is none. */
export function inItemId(id: string): { type: string; id: string } | undefined {
  const [, type, own] = /^([A-Za-z]{1,64})~([A-Za-z0-9._~-]{1,96})$/.exec(id) ?? [];
  return type !== undefined && own !== undefined ? { type, id: own } : undefined;
}

/** "Condition~12", as screens name records, is "Condition/12" in the chart. */
export function referenceIn(id: string): string | undefined {
  const named = inItemId(id);
  return named && `${named.type}/${named.id}`;
}

const PLACE = /^[0-9TZ:.-]{4,30}#[A-Za-z]{1,64}~[A-Za-z0-9._~-]{1,96}$/;

/** The place in a list that a cursor names, "2026-05-01#Condition~12"; undefined for what is no cursor. */
export function placeIn(cursor: string): string | undefined {
  const place = fromBase64url(cursor);
  return PLACE.test(place) ? place : undefined;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Our own: zod's lies in `z.core`, which brings all of zod into every bundle and page (330 KB). */
function fromBase64url(letters: string): string {
  let [held, bits, text] = [0, 0, ""];
  for (const letter of letters) {
    held = ((held << 6) | LETTERS.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    text += String.fromCharCode((held >> bits) & 0xff);
  }
  return text;
}

/** Where a page of a chart ended. */
export const RecordCursor = Cursor.check(
  z.refine((cursor) => placeIn(cursor) !== undefined, { error: "Not a cursor." }),
);

/** How old an answer from the mirror is; `stale` when the EHR does not answer, or has not told everything yet. */
export const freshness = { asOf: z.optional(Instant), stale: z.optional(z.boolean()) };

/** How far a section is counted; beyond, there are "more than" so many. */
export const COUNTED = 100;

export const SectionSummary = z.object({
  id: RecordSection,
  /** How many there are, up to a hundred. */
  count: z.int(),
  /** There are more than were counted. */
  more: z.optional(z.boolean()),
  /** False where this EHR can't be asked for it. */
  readable: z.boolean(),
  ...freshness,
});
export type SectionSummary = z.infer<typeof SectionSummary>;

export const NotShown = z.object({ type: z.string(), reason: NotShownReason });

const read = [self, proxy("records:read")] as const;

export const recordsApi = {
  sections: {
    method: "GET",
    path: "/records",
    summary:
      "The sections of this patient's chart, how much is in each, and what is not shown and why.",
    policy: read,
    input: z.strictObject({}),
    output: z.extend(page(SectionSummary), { notShown: z.array(NotShown), ...freshness }),
    problems: ["ehr.unavailable"],
    touches: "chart",
  },
  section: {
    method: "GET",
    path: "/records/{section}",
    summary: "The records of one section, newest first.",
    policy: read,
    input: z.strictObject({ section: RecordSection, cursor: z.optional(RecordCursor) }),
    output: z.extend(page(ChartItem), freshness),
    problems: ["ehr.unavailable"],
    touches: "chart",
  },
  item: {
    method: "GET",
    path: "/records/{section}/{id}",
    summary: "One record, whole.",
    policy: read,
    input: z.strictObject({ section: RecordSection, id: Id }),
    output: z.extend(ChartItem, freshness),
    problems: ["not-found"],
    touches: "chart",
  },
  file: {
    method: "GET",
    path: "/records/{section}/{id}/files/{n}",
    summary: "A file of a record: PDF, picture or plain text.",
    policy: read,
    input: z.strictObject({
      section: RecordSection,
      id: Id,
      n: z.string().check(z.regex(/^\d{1,3}$/)),
    }),
    output: z.object({ contentType: OpenedType, base64: z.string() }),
    problems: ["not-found", "ehr.unavailable"],
    touches: "chart",
    file: true,
  },
} as const satisfies Api;
