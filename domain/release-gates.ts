import type { Instant } from "./identifiers.ts";
import {
  ASK_FIRST_HOURS,
  COMMENT_DAYS,
  HOLD_DAYS,
  type ReleaseEvent,
  type ResultStatus,
  type ResultVersion,
  type TimingChoice,
  type Viewer,
} from "./release-events.ts";
import type { Outcome, ReleaseRule, ResultClass } from "./release-law/law.ts";
import { inForce, runsOut } from "./release-rules.ts";
import { timingsOf } from "./release-timing.ts";

/** What a result is judged by, beside itself. */
export interface Under {
  readonly rules: readonly ReleaseRule[];
  /** The practice's: laws and business days count in it. */
  readonly timeZone: string;
  readonly events: readonly ReleaseEvent[];
  /** The chart's patient's choices, over time. A carer learns nothing before the patient would. */
  readonly choices: readonly TimingChoice[];
  readonly viewer: Viewer;
}

/** Why something is not shown. The last three wait for an event, not for a time. */
export type Because =
  | "state-law"
  | "practice-rule"
  | "life-or-physical-safety"
  | "substantial-harm"
  | "chart-asks-first"
  | "patient-waits-for-comment"
  | "no-result-yet"
  | "not-final"
  | "not-discussed";
export type Author = "law" | "practice" | "clinician" | "patient" | "chart";

/** One thing that stands before a result, and until when; infinite where only an event ends it. */
export interface Gate {
  readonly until: number;
  readonly because: Because;
  readonly author: Author;
  /** The rule's id, or who held it. */
  readonly of?: string;
}

/** What was known at an instant. */
export interface Facts {
  readonly at: number;
  readonly current: ResultVersion;
  /** Start of the present run of final versions: a correction does not start the clock anew. */
  readonly finalAt: number | undefined;
  /** When the portal had what it now has to show: the first of the present run. */
  readonly readyAt: number;
  /** When a version first asked to be asked first. */
  readonly askedFirstAt: number | undefined;
  readonly events: readonly ReleaseEvent[];
  readonly choice: TimingChoice | undefined;
  readonly classes: readonly ResultClass[];
  readonly outcome: Outcome;
}

const ms = (instant: Instant) => Date.parse(instant);
const HOUR = 3_600_000;

type Phase = "none" | "preliminary" | "final" | "withdrawn";
const PHASES: Record<ResultStatus, Phase> = {
  registered: "none",
  partial: "preliminary",
  preliminary: "preliminary",
  unknown: "preliminary",
  final: "final",
  amended: "final",
  corrected: "final",
  appended: "final",
  // The end of a test as much as a result is; what it may hold comes no sooner.
  cancelled: "final",
  "entered-in-error": "withdrawn",
};
export const phaseOf = (version: ResultVersion): Phase => PHASES[version.status];

/** What was known at an instant; undefined while nothing was. Versions and events are in the order of their time. */
export function factsAt(
  versions: readonly ResultVersion[],
  under: Under,
  at: number,
): Facts | undefined {
  const known = versions.filter((version) => ms(version.seen) <= at);
  const current = known.at(-1);
  if (current === undefined) return undefined;
  const events = under.events.filter((event) => ms(event.at) <= at);
  const judged = events.findLast((event) => event.is === "judged");
  const started = startOfRun(known);
  const asking = known.find((version) => version.is.askFirst);
  return {
    at,
    current,
    finalAt: phaseOf(current) === "final" ? givenOut(started) : undefined,
    readyAt: ms(started.seen),
    askedFirstAt: asking && current.is.askFirst ? ms(asking.seen) : undefined,
    events,
    choice: under.choices.findLast((choice) => ms(choice.at) <= at),
    classes: judged?.classes ?? current.is.classes,
    outcome: judged?.outcome ?? current.is.outcome,
  };
}

/** The first of the versions at the end that are in one phase. */
function startOfRun(known: readonly ResultVersion[]): ResultVersion {
  const [first] = known;
  const last = known.at(-1) ?? first;
  if (!first || !last) throw new Error("no version is known");
  const before = known.findLastIndex((version) => phaseOf(version) !== phaseOf(last));
  return known[before + 1] ?? last;
}

const givenOut = ({ issued, seen }: ResultVersion): number =>
  issued === undefined ? ms(seen) : Math.min(ms(issued), ms(seen));

/** All that stands before a result, strongest author first. */
export function gates(facts: Facts, under: Under): readonly Gate[] {
  const phase = phaseOf(facts.current);
  if (phase === "none" || phase === "withdrawn")
    return [{ until: Number.POSITIVE_INFINITY, because: "no-result-yet", author: "chart" }];
  const all = [
    ...rulesThatBind(facts, under).map((rule) => ruleGate(rule, facts, under)),
    ...holds(facts, under.viewer),
    ...patientsWait(facts),
  ];
  const latest = latestShowing(facts, under);
  return all.map((gate) => (gate.until > latest ? { ...gate, until: latest } : gate));
}

const covers = (rule: ReleaseRule, { classes, outcome }: Facts) =>
  rule.classes.some(
    (one) =>
      classes.includes(one) && !(outcome === "negative" && rule.onlyIfPositive.includes(one)),
  );

const rulesInForce = (facts: Facts, { rules, timeZone }: Under) =>
  rules.filter((rule) => {
    const { from, to } = inForce(rule, timeZone);
    return from <= facts.at && facts.at < to && covers(rule, facts);
  });

const has = ({ events }: Facts, is: ReleaseEvent["is"]) => events.some((event) => event.is === is);

const rulesThatBind = (facts: Facts, under: Under) =>
  rulesInForce(facts, under).filter(
    ({ movers, demand }) =>
      !(movers.includes("provider") && has(facts, "released")) &&
      !(movers.includes("patient") && has(facts, "asked-for")) &&
      !(demand.kind === "after-discussion" && has(facts, "discussed")),
  );

function ruleGate(rule: ReleaseRule, { finalAt }: Facts, { timeZone }: Under): Gate {
  const of = { author: rule.author, of: rule.id };
  const forever = Number.POSITIVE_INFINITY;
  if (rule.demand.kind === "after-discussion")
    return { until: forever, because: "not-discussed", ...of };
  if (finalAt === undefined) return { until: forever, because: "not-final", ...of };
  return {
    until: runsOut(rule.demand.clock, finalAt, timeZone),
    because: rule.author === "law" ? "state-law" : "practice-rule",
    ...of,
  };
}

/** Where a law says "must", nothing outlasts it for the patient. A carer's hold is not the patient's waiting. */
function latestShowing(facts: Facts, under: Under): number {
  if (under.viewer.is !== "patient") return Number.POSITIVE_INFINITY;
  const musts = rulesInForce(facts, under).flatMap(({ demand, movers }) => {
    if (demand.kind !== "exactly") return [];
    const told = movers.includes("provider")
      ? facts.events.filter(({ is }) => is === "released").map(({ at }) => ms(at))
      : [];
    const due =
      facts.finalAt === undefined ? [] : [runsOut(demand.clock, facts.finalAt, under.timeZone)];
    return [...told, ...due];
  });
  return Math.min(Number.POSITIVE_INFINITY, ...musts);
}

function* holds({ events, askedFirstAt }: Facts, viewer: Viewer): Generator<Gate> {
  const ended = events.findLastIndex(({ is }) => is === "lifted" || is === "released");
  for (const event of events.slice(ended + 1)) {
    if (event.is !== "held") continue;
    if (event.reason === "substantial-harm" && viewer.is === "patient") continue;
    const until = Math.min(ms(event.until), ms(event.at) + HOLD_DAYS * 24 * HOUR);
    yield { until, because: event.reason, author: "clinician", of: event.by };
  }
  const end = events[ended];
  if (askedFirstAt !== undefined && !(end && ms(end.at) >= askedFirstAt))
    yield {
      until: askedFirstAt + ASK_FIRST_HOURS * HOUR,
      because: "chart-asks-first",
      author: "clinician",
    };
}

function* patientsWait(facts: Facts): Generator<Gate> {
  const waits = timingsOf(facts.choice, facts.classes).includes("after-comment");
  if (waits && !has(facts, "commented"))
    yield {
      until: facts.readyAt + COMMENT_DAYS * 24 * HOUR,
      because: "patient-waits-for-comment",
      author: "patient",
    };
}
