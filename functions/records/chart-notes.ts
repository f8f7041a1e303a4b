import * as z from "zod/mini";
import { Instant } from "#domain/identifiers.ts";
import { referenceIn } from "#domain/records.ts";
import type { Decision, DeskDecision } from "#domain/release-desk.ts";
import type { HoldReason } from "#domain/release-events.ts";
import type { Standing } from "#domain/release-standing.ts";
import { localDay } from "#domain/time.ts";
import { type Row, shown } from "#domain/writeback-row.ts";
import type { Access } from "#http/access.ts";
import type { EhrCommand } from "#ports/ehr.ts";
import type { Intent, RowKey, Rows, WriteBackKinds } from "#ports/ledger.ts";
import type { StoredRecord } from "#ports/records.ts";

type Told = Extract<EhrCommand, { kind: "result.decide" }>;

/** What a row keeps of the decision it carries. */
const Noted = z.object({
  decision: z.enum(["release", "hold", "lift", "discussed"]),
  by: z.string(),
  at: Instant,
  words: z.string(),
  disclosed: z.boolean(),
});

const BECAUSE: Record<HoldReason, string> = {
  "life-or-physical-safety": "life or physical safety",
  "substantial-harm": "substantial harm",
};

interface Decided {
  readonly asked: Decision;
  readonly after: StoredRecord;
  /** How the result stands by it. */
  readonly standing: Standing | undefined;
  /** When a hold ends that begins. */
  readonly until: Instant | undefined;
  readonly by: string;
}

/**
 * What the chart is to be told of a decision; undefined for a word to the patient, which in the chart would tell of a result
 * they may not see yet.
 */
export function noteOf(
  { practice, now }: Access,
  { asked, after, standing, until, by }: Decided,
): Omit<Intent, "byHand"> | undefined {
  const { decision, patientId } = asked;
  if (decision === "comment") return undefined;
  const disclosed = decision !== "hold" && standing?.state === "visible";
  const ends = until ?? standing?.until;
  const day = ends === undefined ? undefined : localDay(ends, practice.timeZone);
  const words =
    disclosed || decision === "hold" ? wordsOf(asked, day) : `${wordsOf(asked, day)} ${later(day)}`;
  const payload: z.infer<typeof Noted> = { decision, by, at: now, words, disclosed };
  return {
    ...{ practiceId: practice.id, patientId, connectionId: practice.connectionId },
    ...{ aggregate: after.ref, number: after.held.events.length, kind: "result.decide", payload },
  };
}

/** For whoever reads the chart: in English, as what clinicians write there. */
function wordsOf(
  { decision, reason = "substantial-harm" }: Decision,
  day: string | undefined,
): string {
  switch (decision) {
    case "hold": {
      // Harm to somebody else is what people who act for a patient may be kept from; the patient is not.
      const whom = reason === "substantial-harm" ? "people who act for the patient" : "the patient";
      return `Held back from ${whom} in the patient portal until ${day}: ${BECAUSE[reason]}.`;
    }
    case "lift":
      return "No longer held back by a clinician in the patient portal.";
    case "discussed":
      return "Talked over with the patient, who wants to see it in the patient portal.";
    default:
      return "Released by the clinician in the patient portal.";
  }
}

/** A clinician's word alone may not show it: the chart must not say that the patient has seen what they can't. */
const later = (day: string | undefined): string =>
  day === undefined
    ? "The patient does not see it yet."
    : `The patient sees it on ${day} at the earliest.`;

/** What became of telling the chart changes nothing here: its row says it. */
export const decisionWriteBacks = {
  "result.decide": {
    async prepare(row) {
      const about = referenceIn(row.aggregate);
      const noted = Noted.safeParse(row.payload).data;
      if (!about || !noted) return { is: "unsupported" };
      const { by, at, words, disclosed } = noted;
      return {
        ...{ kind: "result.decide", patientId: row.patientId, about },
        ...{ disclosed, name: by, words, decidedAt: at },
      } satisfies Told;
    },
    settle: async () => ({ changes: [] }),
  },
} satisfies Partial<WriteBackKinds>;

/** The latest are enough to tell how a result came to stand as it does. */
const MOST = 20;

/** What was decided about a result and whether the chart has it, newest first. */
export async function decisionsAbout(
  rows: Rows,
  key: Omit<RowKey, "id">,
  ref: string,
): Promise<DeskDecision[]> {
  const all = await rows.ofAggregate(key, ref);
  return all.slice(-MOST).reverse().flatMap(viewOf);
}

function viewOf(row: Row): DeskDecision[] {
  const noted = Noted.safeParse(row.payload).data;
  if (!noted) return [];
  const { decision, by, at } = noted;
  return [{ decision, by, at, writeBack: shown(row) }];
}
