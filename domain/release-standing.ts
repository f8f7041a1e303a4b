import * as z from "zod/mini";
import type { Instant } from "./identifiers.ts";
import { type Release, release } from "./release.ts";
import { HOLD_DAYS, type ReleaseEvent, type ResultVersion } from "./release-events.ts";
import { type Author, type Because, factsAt, type Under } from "./release-gates.ts";
import type { ResultClass } from "./release-law/law.ts";
import { SensitiveCategory } from "./release-law/sensitive.ts";

/** How a result stands at the practice's desk. `due` and `overdue` wait for a person, not for a clock. */
export const DeskState = z.enum(["held", "waits", "due", "overdue", "visible"]);
export type DeskState = z.infer<typeof DeskState>;

type Hold = Extract<ReleaseEvent, { is: "held" }>;

/** What the practice's desk is told of a result: why it is not shown, until when, and what a decision would change. */
export interface Standing {
  readonly state: DeskState;
  readonly because?: Because;
  readonly author?: Author;
  /** The rule's id, or who held it. */
  readonly of?: string;
  /** When it ends by itself; absent where it waits for an event. */
  readonly until?: Instant;
  /** Since when there is what now has to be shown. */
  readonly since: Instant;
  readonly classes: readonly ResultClass[];
  /** Decisions to hold that still stand. */
  readonly holds: readonly Hold[];
  /** The patient sees it; carers alone do not. */
  readonly fromCarersOnly: boolean;
  /** A clinician's word would show it at once: no law is in the way of that. */
  readonly releasable: boolean;
}

/** What waits for a person, and after how many hours it has waited too long. */
const DUE_HOURS: Partial<Record<Because, number>> = {
  "not-discussed": 24,
  "chart-asks-first": 24,
  "patient-waits-for-comment": 72,
};
const HOLDS: readonly Because[] = ["life-or-physical-safety", "substantial-harm"];
const HOUR = 3_600_000;

type Rules = Omit<Under, "viewer">;
const PATIENT: Under["viewer"] = { is: "patient" };
/** A carer who may see everything: what is kept from them, a decision keeps. */
const CARER: Under["viewer"] = { is: "representative", may: SensitiveCategory.options };

/** Undefined where there is nothing to decide: no result yet, one the chart took back, or notes that are for nobody. */
export function standingOf(
  versions: readonly ResultVersion[],
  under: Rules,
  now: Instant,
): Standing | undefined {
  const patient = release(versions, { ...under, viewer: PATIENT }, now);
  const facts = factsAt(versions, { ...under, viewer: PATIENT }, Date.parse(now));
  if (!facts || isNothing(patient)) return undefined;
  const carer = release(versions, { ...under, viewer: CARER }, now);
  const fromCarersOnly = patient.is === "visible" && isHeld(carer);
  const seen = fromCarersOnly ? carer : patient;
  const since = new Date(facts.readyAt).toISOString();
  const released: ReleaseEvent = { is: "released", at: now, by: "desk" };
  return {
    ...told(seen, { since, now }),
    since,
    classes: facts.classes,
    holds: holdsInForce(under.events, now),
    fromCarersOnly,
    releasable: effectOf(released, versions, { under, now }).some(({ is }) => is === "visible"),
  };
}

const isNothing = (answer: Release): boolean =>
  answer.is === "absent" || (answer.is === "awaiting" && answer.why.because === "no-result-yet");
const isHeld = (answer: Release): boolean =>
  answer.is === "withheld" && HOLDS.includes(answer.why.because);

function told(
  answer: Release,
  { since, now }: { since: Instant; now: Instant },
): Pick<Standing, "state" | "because" | "author" | "of" | "until"> {
  if (answer.is !== "withheld" && answer.is !== "awaiting") return { state: "visible" };
  const { because } = answer.why;
  const hours = DUE_HOURS[because];
  const late = hours !== undefined && Date.parse(now) >= Date.parse(since) + hours * HOUR;
  const asked = late ? "overdue" : "due";
  const waits = HOLDS.includes(because) ? "held" : "waits";
  return {
    state: hours === undefined ? waits : asked,
    ...answer.why,
    ...(answer.is === "withheld" ? { until: answer.until } : {}),
  };
}

/** The holds that still stand: not run out, and not ended by a later word. */
export function holdsInForce(events: readonly ReleaseEvent[], now: Instant): readonly Hold[] {
  const known = events.filter(({ at }) => Date.parse(at) <= Date.parse(now));
  const ended = known.findLastIndex(({ is }) => is === "lifted" || is === "released");
  return known.slice(ended + 1).flatMap((event) => {
    if (event.is !== "held") return [];
    const latest = Date.parse(event.at) + HOLD_DAYS * 24 * HOUR;
    return Math.min(Date.parse(event.until), latest) > Date.parse(now) ? [event] : [];
  });
}

/** What the patient and a carer would be shown if this were decided now. */
export function effectOf(
  event: ReleaseEvent,
  versions: readonly ResultVersion[],
  { under, now }: { under: Rules; now: Instant },
): readonly [patient: Release, carer: Release] {
  const after = { ...under, events: [...under.events, event] };
  return [
    release(versions, { ...after, viewer: PATIENT }, now),
    release(versions, { ...after, viewer: CARER }, now),
  ];
}
