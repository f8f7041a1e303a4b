import fc from "fast-check";
import type { Classified } from "#domain/release-classify.ts";
import {
  HoldReason,
  type ReleaseEvent,
  ResultStatus,
  type ResultVersion,
  Timing,
} from "#domain/release-events.ts";
import { Outcome, ResultClass } from "#domain/release-law/law.ts";
import type { Asked, SetName } from "./oracle.ts";
import { ZONES } from "./oracle.ts";
import { rulesOf } from "./rules.ts";

/** Days around which clocks change, years end or leap, offices close, laws begin. */
const DAYS = [
  "2026-03-06",
  "2026-06-29",
  "2026-10-30",
  "2026-11-02",
  "2026-11-10",
  "2026-11-24",
  "2026-12-23",
  "2026-12-30",
  "2027-03-12",
  "2027-06-28",
  "2027-07-02",
  "2027-09-03",
  "2027-10-01",
  "2027-11-05",
  "2027-11-24",
  "2027-12-22",
  "2027-12-30",
  "2028-02-26",
  "2028-03-10",
  "2028-11-02",
];
const MINUTE = 60_000;
const DAY = 24 * 60;
/** Minutes after the case's beginning: often at once, mostly within days. */
const later = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 6 * DAY }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 72 }).map((hours) => hours * 60) },
);
const some = <T>(all: readonly T[]) => fc.constantFrom(...all);

const facts: fc.Arbitrary<Classified> = fc.record({
  classes: fc.uniqueArray(some(ResultClass.options), { maxLength: 2 }),
  outcome: some(Outcome.options),
  sensitive: fc.constant<Classified["sensitive"]>([]),
  psychotherapy: fc.constant(false),
  askFirst: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
  by: fc.constant("code" as const),
});

/** Mostly what laboratories do (preliminary, final, corrected); sometimes anything. */
const statuses: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(["final"]) },
  { weight: 2, arbitrary: fc.constant(["preliminary", "final"]) },
  { weight: 2, arbitrary: fc.constant(["final", "corrected"]) },
  { weight: 1, arbitrary: fc.constant(["registered", "preliminary", "final", "amended"]) },
  { weight: 1, arbitrary: fc.array(some(ResultStatus.options), { minLength: 1, maxLength: 3 }) },
);

const event = fc.oneof(
  fc.record({
    is: fc.constant("held" as const),
    after: later,
    reason: some(HoldReason.options),
    lasts: fc.integer({ min: 1, max: 18 * DAY }),
  }),
  fc.record({
    is: some(["lifted", "released", "asked-for", "discussed", "commented"] as const),
    after: later,
  }),
  fc.record({
    is: fc.constant("judged" as const),
    after: later,
    classes: facts.map((one) => one.classes),
    outcome: some(Outcome.options),
  }),
);
type Drawn = typeof event extends fc.Arbitrary<infer T> ? T : never;

const choice = fc.record({
  after: later.map((minutes) => minutes - DAY),
  usual: some(Timing.options),
  byClass: fc.dictionary(some(ResultClass.options), some(Timing.options), { maxKeys: 2 }),
});

const iso = (at: number) => new Date(at).toISOString();
const byTime = <T extends { after: number }>(all: readonly T[]) =>
  [...all].sort((a, b) => a.after - b.after);

/** A result's life under one set of rules, and a moment to ask about it. */
export const lives = (set: SetName): fc.Arbitrary<Asked & { now: number }> =>
  fc
    .record({
      day: some(DAYS),
      minute: fc.integer({ min: 0, max: 4 * DAY }),
      zone: some(Object.keys(ZONES)),
      statuses,
      facts,
      changed: facts,
      keeps: fc.integer({ min: 0, max: 4 }),
      gaps: fc.array(later, { minLength: 4, maxLength: 4 }),
      issued: fc.option(fc.integer({ min: -4 * DAY, max: DAY })),
      events: fc.array(event, { maxLength: 3 }),
      choices: fc.array(choice, { maxLength: 2 }),
      carer: fc.integer({ min: 0, max: 3 }),
      asked: fc.integer({ min: 0, max: 20 * DAY }),
    })
    .map((drawn) => {
      const start = Date.parse(`${drawn.day}T00:00:00Z`) + drawn.minute * MINUTE;
      const when = (minutes: number) => iso(start + minutes * MINUTE);
      return {
        set,
        versions: versionsOf(drawn, when),
        under: {
          rules: rulesOf(set),
          timeZone: drawn.zone,
          events: byTime(drawn.events).map((one) => asEvent(one, when)),
          choices: byTime(drawn.choices).map(({ after, ...rest }) => ({
            at: when(after),
            ...rest,
          })),
          viewer: drawn.carer === 0 ? { is: "representative", may: [] } : { is: "patient" },
        },
        now: start + drawn.asked * MINUTE,
      };
    });

function asEvent(drawn: Drawn, when: (minutes: number) => string): ReleaseEvent {
  const by = { at: when(drawn.after), by: "dr-lin" };
  if (drawn.is === "held")
    return { is: "held", ...by, reason: drawn.reason, until: when(drawn.after + drawn.lasts) };
  if (drawn.is === "judged")
    return { is: "judged", ...by, classes: drawn.classes, outcome: drawn.outcome };
  return { is: drawn.is, ...by };
}

interface DrawnVersions {
  readonly statuses: readonly string[];
  readonly gaps: readonly number[];
  readonly issued: number | null;
  readonly facts: Classified;
  readonly changed: Classified;
  readonly keeps: number;
}

function versionsOf(drawn: DrawnVersions, when: (minutes: number) => string): ResultVersion[] {
  const { statuses, gaps, issued } = drawn;
  let passed = 0;
  return statuses.map((status, index) => {
    if (index > 0) passed += gaps[index] ?? 0;
    return {
      status: ResultStatus.parse(status),
      seen: when(passed),
      ...(issued !== null && index < 2 && { issued: when(passed + issued) }),
      is: index > 0 && drawn.keeps === 0 ? drawn.changed : drawn.facts,
    };
  });
}
