import type { Flag, Measured } from "#domain/measured.ts";
import { itemId } from "#domain/records.ts";
import type { EarlierResult, ResultKind } from "#domain/results.ts";
import type { HeldFacts, StoredRecord } from "#ports/records.ts";
import { describedTogether, heldAfter } from "./held.ts";
import { contentOf } from "./pack.ts";

/** Records by their refs, as they are about to be. */
export type Chart = ReadonlyMap<string, StoredRecord>;

/** Gravest first. */
const FLAGS: readonly Flag[] = [
  "critical",
  "critical-high",
  "critical-low",
  "abnormal",
  "high",
  "low",
  "normal",
];
/** A report within a report within a report is as deep as charts go. */
const DEEPEST = 3;

export const memberRefs = ({ parts }: StoredRecord): string[] =>
  (parts?.members ?? []).map((id) => itemId("Observation", id));

/** True where it is shown as a result of its own. */
export const standsAlone = ({ section, owners, awaited }: StoredRecord): boolean =>
  section === "results" && owners.length === 0 && awaited !== true;

/** A report or lone value as the result it is; with what it said before where that has changed. */
export function assembled(
  record: StoredRecord,
  chart: Chart,
  at: string,
): { after: StoredRecord; past: EarlierResult | undefined } {
  const family = membersOf(record, chart);
  const measured = valuesOf(record, chart);
  const missing = memberRefs(record).length - family.filter(({ depth }) => depth === 1).length;
  const own = record.item.measured;
  const all = [record, ...family.map(({ member }) => member)];
  const kind = kindOf(all);
  const commented = all.some((one) => one.own.commented) || (record.said ?? []).length > 0;
  const result = {
    id: record.ref,
    kind,
    title: record.item.title,
    status: record.own.status ?? "unknown",
    date: record.item.date,
    issued: record.parts?.issued,
    flag: gravest([...(own ? [own] : []), ...measured]),
    values: measured.length,
    commented: commented || undefined,
    measured,
    missing: missing > 0 ? missing : undefined,
  };
  const changed = contentOf(said(record.result)) !== contentOf(said(result));
  const held = heldAfter(
    record.held.versions.length > 0 ? record.held : undefined,
    {
      kind,
      status: record.own.status,
      issued: record.own.issued,
      described: describedTogether(all.map(({ own: { described } }) => described)),
      commented,
      changed: changed && record.result !== undefined,
    },
    at,
  );
  return { after: { ...record, result, held }, past: earlier(record, result) };
}

type Result = NonNullable<StoredRecord["result"]>;

const said = (result: Result | undefined) => result && [result.status, result.measured];

/** What it said before, unless values only came in: a report that fills up takes nothing back. */
function earlier(
  { result: before, ...record }: StoredRecord,
  now: Result,
): EarlierResult | undefined {
  if (!before) return undefined;
  const still = new Set(now.measured.map(contentOf));
  const kept = before.measured.every((one) => still.has(contentOf(one)));
  if (before.status === now.status && kept) return undefined;
  return {
    status: before.status,
    ...(before.issued ? { issued: before.issued } : {}),
    values: before.measured,
    ...(record.parts?.conclusion ? { conclusion: record.parts.conclusion } : {}),
  };
}

interface Member {
  readonly member: StoredRecord;
  readonly depth: number;
}

/** Members that have come, and theirs. */
function membersOf(record: StoredRecord, chart: Chart, depth = 1): Member[] {
  const members = depth > DEEPEST ? [] : memberRefs(record).flatMap((ref) => chart.get(ref) ?? []);
  return members
    .filter(({ awaited }) => !awaited)
    .flatMap((member) => [{ member, depth }, ...membersOf(member, chart, depth + 1)]);
}

/** The results a record stands in at last: a value of a panel of a report stands in the report. Itself, where in none. */
export function rootsOf(record: StoredRecord, chart: Chart, depth = 1): StoredRecord[] {
  if (record.owners.length === 0 || depth > DEEPEST) return [record];
  return record.owners.flatMap((ref) => {
    const owner = chart.get(ref);
    return owner ? rootsOf(owner, chart, depth + 1) : [];
  });
}

/** True where all results it stands in are known. */
export const isKnown = (record: StoredRecord, chart: Chart, depth = 1): boolean =>
  depth > DEEPEST ||
  record.owners.every((ref) => {
    const owner = chart.get(ref);
    return owner !== undefined && isKnown(owner, chart, depth + 1);
  });

/** Every fact that decides over a record: its own, or those of the results it stands in. */
export const heldWith = (record: StoredRecord, chart: Chart): HeldFacts[] => [
  ...(record.section === "results" || record.owners.length === 0 ? [] : [record.held]),
  ...rootsOf(record, chart).map(({ held }) => held),
];

/** Its values: its members', or its own. */
function valuesOf(record: StoredRecord, chart: Chart): Measured[] {
  const parts = partsOf(record, chart, 1);
  const own = record.item.measured;
  return own && (hasValue(own) || parts.length === 0) ? [own, ...parts] : parts;
}

function partsOf(record: StoredRecord, chart: Chart, depth: number): Measured[] {
  const members = depth > DEEPEST ? [] : memberRefs(record).flatMap((ref) => chart.get(ref) ?? []);
  return members
    .filter(({ awaited }) => !awaited)
    .map((member) => {
      const own = member.item.measured ?? { name: member.item.title };
      const parts = [...(own.parts ?? []), ...partsOf(member, chart, depth + 1)];
      return parts.length > 0 ? { ...own, parts } : own;
    });
}

const hasValue = ({ value, text, absent, parts }: Measured): boolean =>
  (value ?? text ?? absent ?? parts) !== undefined;

const flagsIn = ({ flag, parts = [] }: Measured): Flag[] => [
  ...(flag ? [flag] : []),
  ...parts.flatMap(flagsIn),
];
function gravest(all: readonly Measured[]): Flag | undefined {
  const flags = new Set(all.flatMap(flagsIn));
  return FLAGS.find((flag) => flags.has(flag));
}

const SAYING: readonly HeldFacts["kind"][] = ["pathology", "imaging", "lab"];

/** What the report calls itself; else what its values are. */
function kindOf(all: readonly StoredRecord[]): ResultKind {
  for (const { own } of all)
    if (own.kind !== "record" && SAYING.includes(own.kind)) return own.kind;
  return "other";
}
