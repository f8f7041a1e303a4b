import type { ReleaseEvent, ResultVersion } from "#domain/release-events.ts";
import type { Under } from "#domain/release-gates.ts";
import type { ResultClass } from "#domain/release-law/law.ts";

/**
 * When a result may be seen, found the slow way and from its own reading of the laws: at every instant that could matter
 * it asks "does anything forbid this now?", with hand-written holidays and zones by rule. It shares no code with
 * `domain/release.ts`, only the shape of what comes in.
 */
export const SETS = ["US", "KY", "TX", "MT", "CO", "CA", "own", "changing"] as const;
export type SetName = (typeof SETS)[number];

/** Hours from UTC in winter, and whether the clocks change. */
export const ZONES: Record<string, readonly [number, boolean]> = {
  "America/New_York": [-5, true],
  "America/Chicago": [-6, true],
  "America/Denver": [-7, true],
  "America/Phoenix": [-7, false],
  "America/Los_Angeles": [-8, true],
  "Pacific/Honolulu": [-10, false],
};

const H = 3_600_000;
const DAY = 24 * H;
/** The day clocks go forward, and back, at two. */
const SUMMER: Record<number, readonly [number, number]> = {
  2026: [Date.UTC(2026, 2, 8), Date.UTC(2026, 10, 1)],
  2027: [Date.UTC(2027, 2, 14), Date.UTC(2027, 10, 7)],
  2028: [Date.UTC(2028, 2, 12), Date.UTC(2028, 10, 5)],
};

function offset(t: number, zone: string): number {
  const [winter, changes] = ZONES[zone] ?? [0, false];
  const turns = SUMMER[new Date(t).getUTCFullYear()];
  if (!changes || !turns) return winter * H;
  const [on, off] = [turns[0] + (2 - winter) * H, turns[1] + (2 - winter - 1) * H];
  return (winter + (t >= on && t < off ? 1 : 0)) * H;
}
/** Days since 1970 on the clinic's calendar. */
const dayOf = (t: number, zone: string) => Math.floor((t + offset(t, zone)) / DAY);
const hourOf = (t: number, zone: string) => Math.floor((t + offset(t, zone)) / H) % 24;
const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / DAY;

const HOLIDAYS = new Set(
  `2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-05 2026-10-12 2026-11-11
   2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-04
   2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31 2028-01-17 2028-02-21 2028-05-29 2028-06-19 2028-07-04
   2028-09-04 2028-10-02 2028-10-09 2028-11-10 2028-11-23 2028-12-25 2029-01-01`
    .split(/\s+/)
    .map(day),
);
/** 1970 began on a Thursday. */
const works = (d: number) => ![2, 3].includes(d % 7) && !HOLIDAYS.has(d);

/** Everything known at an instant, read off the raw input each time. */
interface Look {
  readonly t: number;
  readonly zone: string;
  readonly classes: readonly ResultClass[];
  readonly negative: boolean;
  readonly final: number | undefined;
  readonly did: (is: ReleaseEvent["is"]) => number | undefined;
}

const any = (look: Look, ...classes: ResultClass[]) =>
  classes.some((one) => look.classes.includes(one));
const early72 = ({ t, final }: Look) => final === undefined || t - final < 72 * H;

/** Does this set's law forbid it at this instant? */
const FORBIDS: Record<SetName, (look: Look) => boolean> = {
  US: () => false,
  KY: (look) => any(look, "malignancy", "genetic") && !look.did("released") && early72(look),
  TX: (look) =>
    any(look, "malignancy", "genetic") &&
    (look.final === undefined || dayOf(look.t, look.zone) < dayOf(look.final, look.zone) + 3),
  MT: (look) => montana(look) && !look.did("released") && early72(look),
  CO: (look) => {
    const { t, zone, final, did } = look;
    if (dayOf(t, zone) < day("2027-07-01") || !any(look, "malignancy", "cancer-genetic"))
      return false;
    if (did("released") || did("asked-for")) return false;
    if (final === undefined) return true;
    let worked = 0;
    for (let d = dayOf(final, zone) + 1; d < dayOf(t, zone); d++) if (works(d)) worked++;
    return worked < 3;
  },
  CA: (look) => california(look),
  own: (look) =>
    any(look, "drug-abuse") &&
    !look.did("released") &&
    (look.final === undefined || look.t - look.final < 24 * H),
  changing: (look) =>
    dayOf(look.t, look.zone) < day("2026-11-03")
      ? california(look)
      : any(look, "genetic") && !look.did("released") && early72(look),
};

const montana = (look: Look) =>
  dayOf(look.t, look.zone) >= day("2026-07-01") &&
  (any(look, "malignancy", "genetic") || (!look.negative && any(look, "hiv", "hepatitis-antigen")));

const california = (look: Look) =>
  !look.did("discussed") &&
  (any(look, "hiv", "drug-abuse") ||
    (!look.negative && any(look, "malignancy", "hepatitis-antigen")));

const FINAL = ["final", "amended", "corrected", "appended", "cancelled"];
const at = (text: string) => Date.parse(text);

export interface Asked {
  readonly set: SetName;
  readonly versions: readonly ResultVersion[];
  readonly under: Under;
}

/** May it be seen at `t`, going by what was known then and nothing that was visible before? */
export function open({ set, versions, under }: Asked, t: number): boolean {
  const known = versions.filter((version) => at(version.seen) <= t);
  const current = known.at(-1);
  if (!current || ["registered", "entered-in-error"].includes(current.status)) return false;
  const events = under.events.filter((event) => at(event.at) <= t);
  const look = lookAt(known, events, { t, zone: under.timeZone });
  if (set === "MT" && under.viewer.is === "patient" && montana(look)) {
    const told = look.did("released");
    if (told !== undefined || !early72(look)) return true;
  }
  return !(
    FORBIDS[set](look) ||
    heldBack(events, under, t) ||
    askedFirst(known, events, t) ||
    waitsForComment(known, { under, look })
  );
}

function lookAt(
  known: readonly ResultVersion[],
  events: readonly ReleaseEvent[],
  { t, zone }: { t: number; zone: string },
): Look {
  let final: number | undefined;
  for (const { status, issued, seen } of known)
    if (!FINAL.includes(status)) final = undefined;
    else final ??= Math.min(at(issued ?? seen), at(seen));
  const last = known.at(-1);
  const judged = events.filter((event) => event.is === "judged").at(-1);
  return {
    t,
    zone,
    final,
    classes: judged?.classes ?? last?.is.classes ?? [],
    negative: (judged?.outcome ?? last?.is.outcome) === "negative",
    did: (is) => events.filter((event) => event.is === is).map((event) => at(event.at))[0],
  };
}

function heldBack(events: readonly ReleaseEvent[], { viewer }: Under, t: number): boolean {
  let standing: number[] = [];
  for (const event of events) {
    if (event.is === "lifted" || event.is === "released") standing = [];
    if (event.is === "held" && (viewer.is !== "patient" || event.reason !== "substantial-harm"))
      standing.push(Math.min(at(event.until), at(event.at) + 14 * DAY));
  }
  return standing.some((until) => t < until);
}

function askedFirst(known: readonly ResultVersion[], events: readonly ReleaseEvent[], t: number) {
  const asking = known.find((version) => version.is.askFirst);
  if (!asking || !known.at(-1)?.is.askFirst) return false;
  const ended = events.some(
    (event) =>
      (event.is === "lifted" || event.is === "released") && at(event.at) >= at(asking.seen),
  );
  return !ended && t < at(asking.seen) + 72 * H;
}

function waitsForComment(
  known: readonly ResultVersion[],
  { under, look }: { under: Under; look: Look },
): boolean {
  const choice = under.choices.filter((one) => at(one.at) <= look.t).at(-1);
  const wishes = look.classes.length
    ? look.classes.map((one) => choice?.byClass?.[one] ?? choice?.usual)
    : [choice?.usual];
  if (!wishes.includes("after-comment") || look.did("commented") !== undefined) return false;
  const kind = (version: ResultVersion) =>
    FINAL.includes(version.status) ? 2 : Number(!/registered|error/.test(version.status));
  let began = 0;
  let before: number | undefined;
  for (const version of known) {
    if (kind(version) !== before) began = at(version.seen);
    before = kind(version);
  }
  return look.t < began + 7 * DAY;
}

/** Instants at which the answer can change: what happened, what runs from it, and the midnights of the clinic. */
function ticks({ set, versions, under }: Asked): number[] {
  const happened = [
    ...versions.flatMap(({ seen, issued }) => [at(seen), at(issued ?? seen)]),
    ...under.events.flatMap((event) => [
      at(event.at),
      ...(event.is === "held" ? [at(event.until)] : []),
    ]),
    ...under.choices.map((choice) => at(choice.at)),
  ];
  const all = new Set(happened.flatMap((t) => [0, 24, 72, 7 * 24, 14 * 24].map((h) => t + h * H)));
  const first = Math.min(...happened);
  const until = Math.max(...happened) + 30 * DAY;
  // Only these two count days.
  const byDay = set === "TX" || set === "CO";
  for (let d = dayOf(first, under.timeZone); byDay && d * DAY < until; d++)
    all.add(midnight(d, under.timeZone));
  for (const one of ["2026-07-01", "2026-11-03", "2027-07-01"])
    all.add(midnight(day(one), under.timeZone));
  return [...all].sort((a, b) => a - b);
}

const midnight = (d: number, zone: string) => {
  const guess = d * DAY - offset(d * DAY, zone);
  return d * DAY - offset(guess, zone);
};

/** What of the input was known by then. */
export function knownBy(asked: Asked, now: number): Asked {
  const { events, choices } = asked.under;
  return {
    ...asked,
    versions: asked.versions.filter(({ seen }) => at(seen) <= now),
    under: {
      ...asked.under,
      events: events.filter((event) => at(event.at) <= now),
      choices: choices.filter((choice) => at(choice.at) <= now),
    },
  };
}

/** The first instant it is visible, as far as the input says; undefined: it waits for something more. */
export const firstSeen = (asked: Asked): number | undefined =>
  asked.versions.length === 0 ? undefined : ticks(asked).find((t) => open(asked, t));

/** The same, minute by minute, trusting no list of ticks. */
export function firstSeenByMinute(asked: Asked, from: number, to: number): number | undefined {
  for (let t = from; t <= to; t += 60_000) if (open(asked, t)) return t;
  return undefined;
}

/** When to tell, for one who sleeps from nine to eight. */
export function awakeAt(t: number, zone: string): number {
  let when = t;
  if (hourOf(when, zone) >= 8 && hourOf(when, zone) < 21) return when;
  when -= when % 60_000;
  while (hourOf(when, zone) !== 8) when += 60_000;
  return when;
}
