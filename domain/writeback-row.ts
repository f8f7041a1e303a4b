import * as z from "zod/mini";
import { Id, Instant } from "./identifiers.ts";
import { type WriteBack, WriteBackReason, type WriteBackState } from "./writeback.ts";

/* ---- the row and its life: pure, so that every fault schedule can be walked in memory ---- */

export const RowState = z.enum([
  "pending",
  "sending",
  "unknown",
  "reconciling",
  "done",
  "conflict",
  "rejected",
  "manual",
  /** A person says they typed it in; a read must find it within a day. */
  "entered",
]);
export type RowState = z.infer<typeof RowState>;

/** One intended write to one EHR. The row is the truth; a queue message is only a doorbell. */
export const Row = z.object({
  /** Also the correlation id that stands in the EHR's record (`urn:porchlight:write-back`). */
  id: Id,
  practiceId: Id,
  patientId: Id,
  connectionId: Id,
  /** Rows of one aggregate (one appointment, one thread) go in order. */
  aggregate: Id,
  kind: z.string(),
  payload: z.unknown(),
  state: RowState,
  attempts: z.number(),
  createdAt: Instant,
  /** When the state last changed. */
  since: Instant,
  /** Not to be tried before. */
  dueAt: Instant,
  lease: z.optional(z.object({ owner: z.string(), until: Instant })),
  /** Steps already done in the EHR, by name, with the reference or version they gave. */
  steps: z.record(z.string(), z.string()),
  /** When the outcome became unknown; a search proves absence only after the EHR's search lag. */
  unknownSince: z.optional(Instant),
  reference: z.optional(z.string()),
  reason: z.optional(WriteBackReason),
  /** The EHR's or our own short code for a refusal; never its free text. */
  code: z.optional(z.string()),
  /** Who says they typed it into the chart, and when. */
  entered: z.optional(z.object({ by: z.string(), at: Instant })),
  version: z.number(),
});
export type Row = z.infer<typeof Row>;

/** What one attempt or one search came to. */
export type Outcome =
  | { readonly is: "done"; readonly reference: string; readonly etag?: string }
  | { readonly is: "conflict"; readonly why: "slot-taken" | "changed-in-chart" }
  | { readonly is: "rejected"; readonly code: string }
  /** The request may or may not have been carried out. */
  | { readonly is: "unknown" }
  /** Certainly not carried out; worth another try. */
  | { readonly is: "retry"; readonly afterSeconds?: number; readonly code?: string }
  /** This connection can't do it: a person must. */
  | { readonly is: "unsupported" }
  /** A search found nothing (asked only of unknown rows). */
  | { readonly is: "absent" };

export interface RetryRules {
  /** How far the EHR's search may lag behind its writes, seconds; from the connection's descriptor. */
  readonly searchLagSeconds: number;
  readonly capSeconds: number;
  readonly giveUpAfterSeconds: number;
}
export const retryRules = (searchLagSeconds: number): RetryRules => ({
  searchLagSeconds,
  capSeconds: 15 * 60,
  giveUpAfterSeconds: 24 * 3600,
});

/** How long a claim on a row lasts, seconds: longer than any attempt's own timeout. */
export const LEASE_SECONDS = 15;

export const isFinal = (state: RowState): boolean =>
  state === "done" || state === "conflict" || state === "rejected" || state === "manual";

/**
 * The row as its new holder may work on it, or undefined when it is not to be touched now.
 * A lease that died while `sending` leaves an unknown outcome: it is searched for, never blindly sent again.
 * @param force true when the connection just came back: the backoff of waiting rows no longer matters.
 */
export function claim(
  row: Row,
  { owner, now, force = false }: { owner: string; now: Instant; force?: boolean },
): Row | undefined {
  if (isFinal(row.state)) return undefined;
  const held = row.lease !== undefined && row.lease.until > now;
  if (held) return undefined;
  if (row.dueAt > now && !force && row.lease === undefined) return undefined;
  const lease = { owner, until: later(now, LEASE_SECONDS) };
  const next = { ...row, lease, version: row.version + 1 };
  if (row.state === "pending")
    return { ...next, state: "sending", attempts: row.attempts + 1, since: now };
  const unknownSince = row.unknownSince ?? now;
  return { ...next, state: "reconciling", unknownSince, since: now };
}

/** The row after an outcome. `random` in [0,1) spreads retries (full jitter). */
export function resolve(
  row: Row,
  outcome: Outcome,
  { now, random, rules }: { now: Instant; random: number; rules: RetryRules },
): Row {
  const base = withoutLease(row, now);
  if (row.entered && outcome.is !== "done") return stillEntered(base, outcome, now);
  switch (outcome.is) {
    case "done":
      return { ...base, state: "done", reference: outcome.reference, reason: undefined };
    case "conflict":
      return { ...base, state: "conflict", reason: outcome.why };
    case "rejected":
      return { ...base, state: "rejected", reason: "refused", code: outcome.code };
    case "unsupported":
      return { ...base, state: "manual", reason: "not-supported" };
    case "unknown":
      return unknown(base, { now, random, rules });
    case "absent":
      return absent(base, { now, random, rules });
    case "retry":
      return again(base, { now, random, rules }, outcome);
  }
}

/** How long a person's word stands before the chart must show it, and how often a silent EHR is asked, seconds. */
export const ENTERED_SECONDS = 24 * 3600;
const ASK_AGAIN_SECONDS = 5 * 60;

/** The person who says they entered it: the day is over at the latest when this row is due. */
export function markEntered(row: Row, by: string, now: Instant): Row {
  return {
    ...withoutLease(row, now),
    state: "entered",
    entered: { by, at: now },
    dueAt: later(now, ENTERED_SECONDS),
  };
}

/** A person wants the EHR tried once more: the row starts over. */
export function startOver(row: Row, now: Instant): Row {
  const { entered: _was, unknownSince, ...rest } = withoutLease(row, now);
  return {
    ...rest,
    state: unknownSince ? "unknown" : "pending",
    ...(unknownSince ? { unknownSince } : {}),
    // It was a person's work already: what comes next is never its first try.
    attempts: Math.max(1, row.attempts),
    createdAt: now,
    dueAt: now,
  };
}

/** Not found in the chart: for a day that is no wonder, then the work goes back to the queue. */
function stillEntered(row: Row, outcome: Outcome, now: Instant): Row {
  const over = later(row.entered?.at ?? now, ENTERED_SECONDS);
  if (now < over) return { ...row, state: "entered", dueAt: over };
  // An EHR that does not answer proves nothing about what a person typed.
  if (outcome.is === "retry" || outcome.is === "unknown")
    return { ...row, state: "entered", dueAt: later(now, ASK_AGAIN_SECONDS) };
  const { entered: _was, ...rest } = row;
  return { ...rest, state: "manual", reason: "not-found-after-entry" };
}

interface Moment {
  readonly now: Instant;
  readonly random: number;
  readonly rules: RetryRules;
}

const later = (instant: Instant, seconds: number): Instant =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

function withoutLease(row: Row, now: Instant): Row {
  const { lease: _lease, ...rest } = row;
  return { ...rest, since: now, version: row.version + 1 };
}

function backoffSeconds(attempts: number, random: number, capSeconds: number): number {
  return Math.max(1, random * Math.min(capSeconds, 2 ** Math.min(attempts, 12)));
}

function unknown(row: Row, { now, random, rules }: Moment): Row {
  const since = row.unknownSince ?? now;
  const wait = Math.max(rules.searchLagSeconds, backoffSeconds(row.attempts, random, 60));
  const next: Row = { ...row, state: "unknown", unknownSince: since, reason: "checking-chart" };
  return tooOld(row, now, rules) ? giveUp(next) : { ...next, dueAt: later(now, wait) };
}

/** Nothing found: proof only once the search lag has passed since the outcome became unknown. */
function absent(row: Row, { now, random, rules }: Moment): Row {
  const since = row.unknownSince ?? now;
  if (now < later(since, rules.searchLagSeconds))
    return {
      ...row,
      state: "unknown",
      unknownSince: since,
      reason: "checking-chart",
      dueAt: later(since, rules.searchLagSeconds),
    };
  const { unknownSince: _gone, ...rest } = row;
  return again(rest, { now, random, rules }, { is: "retry", afterSeconds: 0 });
}

function again(row: Row, { now, random, rules }: Moment, outcome: Outcome & { is: "retry" }): Row {
  const reason = row.unknownSince === undefined ? "ehr-unreachable" : "checking-chart";
  const state: RowState = row.unknownSince === undefined ? "pending" : "unknown";
  const next: Row = { ...row, state, reason, code: outcome.code };
  if (tooOld(row, now, rules)) return giveUp(next);
  const wait = outcome.afterSeconds ?? backoffSeconds(row.attempts, random, rules.capSeconds);
  return { ...next, dueAt: later(now, wait) };
}

const tooOld = (row: Row, now: Instant, rules: RetryRules) =>
  now >= later(row.createdAt, rules.giveUpAfterSeconds);
const giveUp = (row: Row): Row => ({ ...row, state: "manual", reason: "tried-for-a-day" });

/** The row as the patient may see it. */
export function shown(row: Row): WriteBack {
  const state = publicState(row);
  const nextStep = nextStepOf(state, row);
  return {
    state,
    // A saved row is "saved since it was created", however often it was tried since.
    since: state === "saved" ? row.createdAt : row.since,
    ...(row.reference && state === "in-chart" ? { reference: row.reference } : {}),
    ...(row.reason && state !== "in-chart" ? { reason: row.reason } : {}),
    ...(nextStep ? { nextStep } : {}),
  };
}

function nextStepOf(state: WriteBackState, row: Row): WriteBack["nextStep"] {
  if (state === "saved") return "wait";
  if (state === "with-practice") return "practice-will-do-it";
  if (state !== "needs-attention") return undefined;
  return row.reason === "slot-taken" ? "choose-another-time" : "call-practice";
}

/** False where a try changed something for those who read of it: what stays the same is not stored again. */
export function isShownAs(writeBack: WriteBack | undefined, row: Row): boolean {
  const { state, reason } = shown(row);
  return writeBack?.state === state && writeBack.reason === reason;
}

/** What passes between a patient and the practice, and is told to whoever may see that. */
const BETWEEN_US: ReadonlySet<string> = new Set([
  "appointment.book",
  "appointment.reschedule",
  "appointment.cancel",
  "correction.ask",
  "message.send",
]);
/** False for what clinicians decide about a result: it would tell of one that nobody else may know of. */
export const isBetweenUs = ({ kind }: Pick<Row, "kind">): boolean => BETWEEN_US.has(kind);

/** Kinds whose wish stands in a queue of the practice too: what the EHR refuses is with a person already. */
const ALSO_WITH_PEOPLE: ReadonlySet<string> = new Set(["correction.ask", "message.send"]);

function publicState({ state, kind }: Row): WriteBackState {
  switch (state) {
    case "pending":
    case "sending":
    case "unknown":
    case "reconciling":
      return "saved";
    case "done":
      return "in-chart";
    case "manual":
      return "with-practice";
    case "entered":
      return "entered";
    case "conflict":
    case "rejected":
      return ALSO_WITH_PEOPLE.has(kind) ? "with-practice" : "needs-attention";
  }
}
