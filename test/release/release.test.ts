import process from "node:process";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type Release, release } from "#domain/release.ts";
import type { Clock, ReleaseRule } from "#domain/release-law/law.ts";
import { deep } from "#test/fixtures/deep.ts";
import { figure } from "#test/fixtures/figure.ts";
import { lives } from "./cases.ts";
import {
  type Asked,
  awakeAt,
  firstSeen,
  firstSeenByMinute,
  knownBy,
  SETS,
  type SetName,
} from "./oracle.ts";

/** What answers: the product's function, or a spoiled one. */
type Engine = (asked: Asked, now: number) => Release;
const iso = (at: number) => new Date(at).toISOString();
const engine: Engine = ({ versions, under }, now) => release(versions, under, iso(now));

const began = process.cpuUsage();
let cases = 0;
let answers = 0;
const broken = { early: 0, late: 0, otherwise: 0 };
const shown = { visible: 0, withheld: 0, awaiting: 0, absent: 0 };

/** "early", "late" or what else is wrong at this instant; nothing where all is well. */
function wrong(asked: Asked, now: number, answer: Release): string | undefined {
  const known = knownBy(asked, now);
  const first = firstSeen(known);
  if (answer.is === "absent")
    return known.versions.at(-1)?.status === "entered-in-error" ? undefined : "absent";
  if (first !== undefined && first <= now)
    return answer.is === "visible" ? wrongNotice(known, first, answer) : "late";
  return answer.is === "visible" ? "early" : wrongWait(first, answer);
}

function wrongWait(
  first: number | undefined,
  answer: Extract<Release, { is: "withheld" | "awaiting" }>,
): string | undefined {
  const until = answer.is === "withheld" ? Date.parse(answer.until) : undefined;
  return until === first
    ? undefined
    : `waits until ${until && iso(until)}, not ${first && iso(first)}`;
}

function wrongNotice(
  { versions, under }: Asked,
  first: number,
  answer: Extract<Release, { is: "visible" }>,
): string | undefined {
  if (Date.parse(answer.since) !== first) return `since ${answer.since}, not ${iso(first)}`;
  const news = Math.max(first, Date.parse(versions.at(-1)?.seen ?? ""));
  const allowed = [news, awakeAt(news, under.timeZone)];
  return allowed.includes(Date.parse(answer.noticeAt)) ? undefined : `notice ${answer.noticeAt}`;
}

const count = (found: string) => {
  broken[found === "early" || found === "late" ? found : "otherwise"]++;
};

/** Asks at a moment, and a millisecond before and at the instant it opens. */
function judge(asked: Asked & { now: number }, answering: Engine): void {
  const first = firstSeen(asked);
  for (const now of first === undefined ? [asked.now] : [asked.now, first - 1, first]) {
    const answer = answering(asked, now);
    const found = wrong(asked, now, answer);
    answers++;
    shown[answer.is]++;
    if (found === undefined) continue;
    count(found);
    throw new Error(`${found} at ${iso(now)}: ${JSON.stringify(answer)}`);
  }
}

const RUNS = deep ? 50_000 : 1_000;

test.each(SETS)("%s: nothing is early, nothing is late", { timeout: 1_800_000 }, (set) => {
  fc.assert(
    fc.property(lives(set), (life) => {
      cases++;
      judge(life, engine);
    }),
    { numRuns: RUNS },
  );
});

test("the oracle's instants are those it finds minute by minute", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(fc.constantFrom(...SETS).chain(lives), (life) => {
      const from = Date.parse(life.versions[0]?.seen ?? "");
      const first = firstSeen(life);
      const last = (first ?? from) + 60_000;
      const found = firstSeenByMinute(life, from, last);
      expect(found).toBe(first);
    }),
    { numRuns: deep ? 500 : 20 },
  );
});

const withClock =
  (spoil: (clock: Clock) => Clock): Engine =>
  (asked, now) =>
    engine(
      {
        ...asked,
        under: { ...asked.under, rules: asked.under.rules.map((rule) => slow(rule, spoil)) },
      },
      now,
    );
const slow = (rule: ReleaseRule, spoil: (clock: Clock) => Clock): ReleaseRule =>
  rule.demand.kind === "after-discussion"
    ? rule
    : { ...rule, demand: { ...rule.demand, clock: spoil(rule.demand.clock) } };
const inZone =
  (timeZone: string): Engine =>
  (asked, now) =>
    engine({ ...asked, under: { ...asked.under, timeZone } }, now);

const PLANTED: readonly (readonly [string, SetName, Engine])[] = [
  ["a millisecond early", "KY", (asked, now) => engine(asked, now + 1)],
  ["a millisecond late", "MT", (asked, now) => engine(asked, now - 1)],
  [
    "an hour lost",
    "KY",
    withClock((clock) => ("hours" in clock ? { hours: clock.hours - 1 } : clock)),
  ],
  ["a day lost", "TX", withClock((clock) => ("days" in clock ? { days: clock.days - 1 } : clock))],
  [
    "a day too many",
    "TX",
    withClock((clock) => ("days" in clock ? { days: clock.days + 1 } : clock)),
  ],
  ["72 hours for the third day", "TX", withClock(() => ({ hours: 72 }))],
  ["a weekend counted", "CO", withClock(() => ({ days: 4 }))],
  ["a holiday counted", "CO", withClock(() => ({ businessDays: 3, calendar: "weekdays" }))],
  ["another zone", "TX", inZone("UTC")],
  ["a zone without summer time", "CO", inZone("America/Phoenix")],
  [
    "a correction that starts the clock anew",
    "KY",
    ({ versions, ...rest }, now) =>
      engine({ ...rest, versions: knownBy({ versions, ...rest }, now).versions.slice(-1) }, now),
  ],
  [
    "a law that is in force too soon",
    "MT",
    (asked, now) =>
      engine(
        {
          ...asked,
          under: {
            ...asked.under,
            rules: asked.under.rules.map((rule) => ({ ...rule, from: "2026-06-30" })),
          },
        },
        now,
      ),
  ],
  [
    "a hold that never ends by itself",
    "US",
    ({ under, ...rest }, now) => {
      const events = under.events.map((one) =>
        one.is === "held" ? { ...one, until: "2099-01-01T00:00:00.000Z" } : one,
      );
      return engine({ ...rest, under: { ...under, events } }, now);
    },
  ],
];

test.each(PLANTED)("planted: %s is caught", (_, set, spoiled) => {
  const counted = { cases, answers, shown: { ...shown }, broken: { ...broken } };
  const { failed } = fc.check(
    fc.property(lives(set), (life) => judge(life, spoiled)),
    { numRuns: 20_000, endOnFailure: true },
  );
  ({ cases, answers } = counted);
  Object.assign(shown, counted.shown);
  Object.assign(broken, counted.broken);
  expect(failed).toBe(true);
});

afterAll(() => {
  if (cases === 0) return;
  // All four answers must have been asked for, or little was shown.
  for (const count of Object.values(shown)) expect(count).toBeGreaterThan(cases / 200);
  const { user, system } = process.cpuUsage(began);
  figure({
    promise: "9",
    bar: `${deep ? "50,000" : "1,000"} generated cases × ${SETS.length} rule sets: 0 early, 0 late`,
    // The bar is each rule set's.
    tried: Math.floor(cases / SETS.length),
    wrong: broken.early + broken.late + broken.otherwise,
    value: `${cases} cases, ${answers} answers (${JSON.stringify(shown)}), ${broken.early} early, ${broken.late} late, ${broken.otherwise} otherwise wrong; ${((user + system) / 1e6).toFixed(1)} CPU seconds`,
    command: `${deep ? "DEEP=1 " : ""}npx vitest run --root . --config test/vitest.config.ts --project node test/release/release.test.ts`,
  });
});
