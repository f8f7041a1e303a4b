import type { Instant } from "./identifiers.ts";
import type { ResultVersion } from "./release-events.ts";
import {
  type Author,
  type Because,
  factsAt,
  type Gate,
  gates,
  phaseOf,
  type Under,
} from "./release-gates.ts";
import { inForce } from "./release-rules.ts";
import { timingsOf, whenAwake } from "./release-timing.ts";

/** Whether a result may be seen, and if not, why not and until when. */
export type Release =
  | {
      readonly is: "visible";
      readonly since: Instant;
      /** When to tell that there is news; later than now where the patient sleeps. */
      readonly noticeAt: Instant;
      /** The patient wants to be told only that it is there, and opens it by choice. */
      readonly sealed: boolean;
    }
  /** Ends by itself: a millisecond before `until` it is withheld, at `until` it is visible. */
  | { readonly is: "withheld"; readonly until: Instant; readonly why: Why }
  /** No clock runs: it waits for an event (a result, the final one, a talk that the law asks for). */
  | { readonly is: "awaiting"; readonly why: Why }
  /** Not for these eyes. `withdrawn`: the chart took back what had been visible, so that may be told. */
  | {
      readonly is: "absent";
      readonly because: "psychotherapy-notes" | "restricted" | "never-shown" | "withdrawn";
    };

export interface Why {
  readonly because: Because;
  readonly author: Author;
  /** The rule's id, or whose hold it is. */
  readonly of?: string;
}

/**
 * The one answer to "may they see it?". It is a pure function of what was known by `now`; what became visible once stays so,
 * through corrections, later holds and later laws, unless the chart takes it back or those eyes may not see its kind.
 */
export function release(versions: readonly ResultVersion[], under: Under, now: Instant): Release {
  const at = Date.parse(now);
  const seen = inOrder(versions, ({ seen }) => seen).filter(({ seen }) => Date.parse(seen) <= at);
  const known: Under = {
    ...under,
    events: inOrder(under.events, (event) => event.at).filter(passed(at)),
    choices: inOrder(under.choices, (choice) => choice.at).filter(passed(at)),
  };
  const current = seen.at(-1);
  if (current === undefined)
    return { is: "awaiting", why: { because: "no-result-yet", author: "chart" } };
  const since = opensAt(seen, known);
  return (
    barred(current, known, since <= at) ??
    (since <= at ? shown({ seen, since, at }, known) : hidden({ seen, since, at }, known))
  );
}

const inOrder = <T>(all: readonly T[], when: (one: T) => Instant): readonly T[] =>
  [...all].sort((a, b) => Date.parse(when(a)) - Date.parse(when(b)));
const passed = (at: number) => (one: { at: Instant }) => Date.parse(one.at) <= at;
const iso = (at: number): Instant => new Date(at).toISOString();

/**
 * The first instant nothing stood, or will stand, before the result. Between two moments at which anything became known or
 * a rule began or ended, the gates stand still.
 */
function opensAt(seen: readonly ResultVersion[], known: Under): number {
  const all = moments(seen, known);
  for (const [index, start] of all.entries()) {
    const facts = factsAt(seen, known, start);
    if (facts === undefined) continue;
    const open = Math.max(start, ...gates(facts, known).map(({ until }) => until));
    if (open < (all[index + 1] ?? Number.POSITIVE_INFINITY)) return open;
  }
  return Number.POSITIVE_INFINITY;
}

function moments(seen: readonly ResultVersion[], { events, choices, ...under }: Under): number[] {
  const learned = [
    ...seen.map((version) => version.seen),
    ...[...events, ...choices].map(({ at }) => at),
  ];
  const turns = under.rules.flatMap((rule) => Object.values(inForce(rule, under.timeZone)));
  const all = [...learned.map((instant) => Date.parse(instant)), ...turns];
  return [...new Set(all.filter(Number.isFinite))].sort((a, b) => a - b);
}

function barred(
  current: ResultVersion,
  { viewer }: Under,
  wasVisible: boolean,
): Release | undefined {
  if (current.is.psychotherapy) return { is: "absent", because: "psychotherapy-notes" };
  if (
    viewer.is === "representative" &&
    current.is.sensitive.some((category) => !viewer.may.includes(category))
  )
    return { is: "absent", because: "restricted" };
  if (phaseOf(current) === "withdrawn")
    return { is: "absent", because: wasVisible ? "withdrawn" : "never-shown" };
  return undefined;
}

/** A result, the instant it opens, and now. */
interface Standing {
  readonly seen: readonly ResultVersion[];
  readonly since: number;
  readonly at: number;
}

function shown({ seen, since, at }: Standing, known: Under): Release {
  const timings = (when: number) => {
    const facts = factsAt(seen, known, when);
    return facts ? timingsOf(facts.choice, facts.classes) : [];
  };
  // A correction is news as well.
  const news = Math.max(since, Date.parse(seen.at(-1)?.seen ?? iso(since)));
  return {
    is: "visible",
    since: iso(since),
    noticeAt: timings(news).includes("waking-hours")
      ? whenAwake(iso(news), known.timeZone)
      : iso(news),
    sealed: timings(at).includes("only-that-it-is-there"),
  };
}

function hidden({ seen, since, at }: Standing, known: Under): Release {
  const facts = factsAt(seen, known, at);
  const standing = facts ? gates(facts, known) : [];
  const last = standing.reduce<Gate | undefined>(
    (latest, gate) => (latest === undefined || gate.until > latest.until ? gate : latest),
    undefined,
  );
  const why: Why = last
    ? { because: last.because, author: last.author, ...(last.of !== undefined && { of: last.of }) }
    : { because: "no-result-yet", author: "chart" };
  return Number.isFinite(since)
    ? { is: "withheld", until: iso(since), why }
    : { is: "awaiting", why };
}
