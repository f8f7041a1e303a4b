import * as z from "zod/mini";
import { Id, Instant, LocalDay } from "./identifiers.ts";
import { isBusinessDay } from "./release-law/holidays.ts";
import { LAW_RULES } from "./release-law/jurisdictions.ts";
import {
  type Clock,
  type JurisdictionCode,
  type ReleaseRule,
  ResultClass,
} from "./release-law/law.ts";
import { addDays, localDay, startOfDay } from "./time.ts";

/** The longest a practice's own rule may wait, hours: as long as the longest state law we know counts in hours. */
export const PRACTICE_RULE_HOURS = 72;

/**
 * A practice's own rule: only for a law that our tables do not have (yet), named, on its own responsibility. A wait that no
 * law asks for would be information blocking (45 CFR 171; docs/decisions/015).
 */
export const PracticeRule = z.object({
  id: Id,
  classes: z.array(ResultClass).check(z.minLength(1)),
  hours: z.int().check(z.minimum(1), z.maximum(PRACTICE_RULE_HOURS)),
  /** The law it follows, in the practice's words. */
  citation: z.string().check(z.trim(), z.minLength(5), z.maxLength(200)),
  /** Who answers for it, and since when. */
  by: Id,
  at: Instant,
  from: LocalDay,
  to: z.optional(LocalDay),
});
export type PracticeRule = z.infer<typeof PracticeRule>;

/** A laboratory's own code of a class: "urn:lab:harbor|HIV4". */
const OwnCode = z.string().check(z.regex(/^[^\s|]{1,80}\|[^\s|]{1,40}$/));

/**
 * What a practice sets of its own about release, beside its jurisdiction: rules by class, and the codes its laboratory
 * sends for a class. Few: they travel in a function's environment.
 */
export const OwnRelease = z.strictObject({
  rules: z.optional(z.array(PracticeRule).check(z.maxLength(4))),
  codes: z.optional(z.partialRecord(ResultClass, z.array(OwnCode).check(z.maxLength(20)))),
});
export type OwnRelease = z.infer<typeof OwnRelease>;

/** All rules a practice lives under, in force or not; each knows its days. */
export const rulesFor = (
  jurisdiction: JurisdictionCode,
  own: readonly PracticeRule[] = [],
): readonly ReleaseRule[] => [
  ...LAW_RULES.filter((rule) => rule.jurisdiction === jurisdiction),
  ...own.map((rule) => asRule(rule)),
];

const asRule = ({ id, classes, hours, from, to }: PracticeRule): ReleaseRule => ({
  id,
  author: "practice",
  classes,
  onlyIfPositive: [],
  demand: { kind: "not-before", clock: { hours } },
  movers: ["provider"],
  from,
  ...(to !== undefined && { to }),
});

const HOUR = 3_600_000;

/** The days a rule is in force, as milliseconds: from the first one's start until the end's. */
export const inForce = (rule: ReleaseRule, timeZone: string): { from: number; to: number } => ({
  from: dayStart(rule.from, timeZone),
  to: rule.to === undefined ? Number.POSITIVE_INFINITY : dayStart(rule.to, timeZone),
});

/** When a clock that started with the final result has run down, milliseconds. */
export function runsOut(clock: Clock, finalAt: number, timeZone: string): number {
  if ("hours" in clock) return finalAt + clock.hours * HOUR;
  const day = localDay(new Date(finalAt).toISOString(), timeZone);
  if ("days" in clock) return dayStart(addDays(day, clock.days), timeZone);
  let last = day;
  for (let left = clock.businessDays; left > 0; ) {
    last = addDays(last, 1);
    if (isBusinessDay(last, clock.calendar)) left--;
  }
  return dayStart(addDays(last, 1), timeZone);
}

const starts = new Map<string, number>();
function dayStart(day: LocalDay, timeZone: string): number {
  const key = `${timeZone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const start = Date.parse(startOfDay(day, timeZone));
  // A clinic meets few days; a run over years must not keep them all.
  if (starts.size > 2000) starts.clear();
  starts.set(key, start);
  return start;
}
