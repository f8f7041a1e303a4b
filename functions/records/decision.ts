import type { Instant } from "#domain/identifiers.ts";
import { Problem } from "#domain/problem.ts";
import type { Decision } from "#domain/release-desk.ts";
import { HOLD_DAYS, type ReleaseEvent } from "#domain/release-events.ts";
import { effectOf, type Standing } from "#domain/release-standing.ts";
import type { HoldRecord } from "#ports/holds.ts";
import type { StoredRecord } from "#ports/records.ts";
import { type Judging, underOf, versionsOf } from "./judged.ts";
import { faceOf } from "./waiting.ts";

/** Who decides, when, and under which rules. */
export interface Deciding {
  readonly by: { readonly id: string; readonly name: string };
  readonly now: Instant;
  readonly judging: Judging;
  readonly standing: Standing;
}

/** What a decision makes of a result. */
export interface Decided {
  readonly after: StoredRecord;
  /** A hold that begins. */
  readonly held?: Omit<HoldRecord, "patientId">;
  /** The holds so far end, and how. */
  readonly ends?: "released" | "lifted";
}

type Asked = Omit<Decision, "patientId" | "id" | "version">;

/** The result after the decision; refuses one that would change nothing for anybody. */
export function decided(record: StoredRecord, asked: Asked, given: Deciding): Decided {
  const { now, standing, by } = given;
  const stamp = { at: now, by: by.id };
  switch (asked.decision) {
    case "release":
      refuseVisible(standing);
      return { after: withEvent(record, { is: "released", ...stamp }), ends: "released" };
    case "discussed":
      refuseVisible(standing);
      return { after: withEvent(record, { is: "discussed", ...stamp }) };
    case "lift":
      if (standing.holds.length === 0 && standing.because !== "chart-asks-first")
        throw new Problem("work.changed");
      return { after: withEvent(record, { is: "lifted", ...stamp }), ends: "lifted" };
    case "hold":
      return hold(record, asked, given);
    case "comment":
      return { after: commented(record, asked.comment ?? "", given) };
  }
}

function refuseVisible({ state }: Standing): void {
  if (state === "visible") throw new Problem("results.already-visible");
}

const withEvent = (record: StoredRecord, event: ReleaseEvent): StoredRecord => ({
  ...record,
  held: { ...record.held, events: [...record.held.events, event] },
});

/** Holds of one result that may stand at once: each is written again when they end. */
const MOST_HOLDS = 5;

function hold(record: StoredRecord, asked: Asked, given: Deciding): Decided {
  const { by, now, judging, standing } = given;
  if (standing.holds.length >= MOST_HOLDS) throw new Problem("request.too-many");
  const { reason = "substantial-harm", note = "", until = now } = asked;
  const longest = Date.parse(now) + HOLD_DAYS * 86_400_000;
  if (Date.parse(until) <= Date.parse(now) || Date.parse(until) > longest)
    throw new Problem("request.invalid", {
      errors: [{ path: "until", message: `Within ${HOLD_DAYS} days from now.` }],
    });
  const event = { is: "held" as const, at: now, by: by.id, reason, until };
  const versions = versionsOf(record.held, judging.here.release?.codes);
  const effect = effectOf(event, versions, { under: underOf(record.held, judging), now });
  const [patient, carer] = effect;
  const affected = reason === "substantial-harm" ? carer : patient;
  if (affected.is === "visible") throw new Problem("results.already-visible");
  // Where a law says when it must be shown, the hold ends with it.
  const capped = affected.is === "withheld" && Date.parse(affected.until) < Date.parse(until);
  const ends = capped ? affected.until : until;
  return {
    after: withEvent(record, { ...event, until: ends }),
    held: {
      ref: record.ref,
      title: faceOf(record).title,
      at: now,
      by: by.name,
      reason,
      note,
      until: ends,
    },
  };
}

function commented(record: StoredRecord, text: string, { by, now }: Deciding): StoredRecord {
  const after = withEvent(record, { is: "commented", at: now, by: by.id });
  return {
    ...after,
    said: [...(record.said ?? []), { text, by: by.name, at: now }],
    ...(record.result ? { result: { ...record.result, commented: true } } : {}),
  };
}
