import * as z from "zod/mini";
import { type Instant, Instant as InstantSchema } from "#domain/identifiers.ts";
import { ChartDate, Comment, Flag, Measured } from "#domain/measured.ts";
import { RecordSection } from "#domain/record-sections.ts";
import { ChartItem } from "#domain/records.ts";
import { ReleaseEvent, ResultStatus, TimingChoice } from "#domain/release-events.ts";
import type { JurisdictionCode } from "#domain/release-law/law.ts";
import type { OwnRelease } from "#domain/release-rules.ts";
import { type EarlierResult, ResultKind, ResultSummary, TrendPoint } from "#domain/results.ts";
import type { Change } from "./store.ts";

const text = z.optional(z.string());
const texts = z.array(z.string());

/** What the rules of release look at, over time. Kept with every entry of every list, so that none is read without it. */
export const HeldFacts = z.object({
  /** "record" where no rule of release applies to its kind. */
  kind: z.union([ResultKind, z.literal("record")]),
  /** Each state the chart had it in, as the portal came to know it. */
  versions: z.array(
    z.object({
      status: ResultStatus,
      issued: z.optional(InstantSchema),
      seen: InstantSchema,
      /** Absent: the same as in the version before. */
      described: z.optional(
        z.object({ codes: texts, categories: texts, labels: texts, findings: texts }),
      ),
    }),
  ),
  /** When a word beside it was first seen. */
  commentedAt: z.optional(InstantSchema),
  /** What people decided about it. */
  events: z.array(ReleaseEvent),
});
export type HeldFacts = z.infer<typeof HeldFacts>;

/** One record as a list holds it: short, with what decides who may see it. */
export const RecordEntry = z.object({
  item: ChartItem,
  result: z.optional(ResultSummary),
  /** Its own, and those of the results it stands in. */
  held: z.array(HeldFacts),
});
export type RecordEntry = z.infer<typeof RecordEntry>;

/** One value of a test, with the facts of every result it stands in. */
export const HeldPoint = z.object({ point: TrendPoint, held: z.array(HeldFacts) });
export type HeldPoint = z.infer<typeof HeldPoint>;

/** A record whole, and where it is listed. */
export const StoredRecord = z.object({
  /** "Condition~12" */
  ref: z.string(),
  updated: text,
  section: RecordSection,
  item: ChartItem,
  /** FHIR's own status, when it was reported, and what describes it, of this resource alone. */
  own: z.object({
    kind: HeldFacts.shape.kind,
    status: text,
    issued: text,
    described: z.object({ codes: texts, categories: texts, labels: texts, findings: texts }),
    commented: z.boolean(),
  }),
  /** Where it is, or is part of, a result. */
  parts: z.optional(
    z.object({
      members: texts,
      issued: z.optional(ChartDate),
      conclusion: text,
      comments: z.optional(z.array(Comment)),
      performer: text,
      interpreter: text,
    }),
  ),
  /** As the result it is, put together from its members. */
  result: z.optional(
    z.extend(ResultSummary, { measured: z.array(Measured), missing: z.optional(z.int()) }),
  ),
  held: HeldFacts,
  /** What clinicians wrote to the patient about it here. */
  said: z.optional(z.array(Comment)),
  /** It stands in the practice's queue. */
  waits: z.optional(z.boolean()),
  /** Results that name it as a member; where there are any it is listed with them alone. */
  owners: texts,
  /** True for a member a report names that has not come yet. */
  awaited: z.optional(z.boolean()),
  /** The resource as the EHR sent it, packed. */
  raw: z.string(),
  /** Tells whether the resource changed. */
  hash: z.string(),
  /** Lists it stands in, by their keys. */
  listed: texts,
  version: z.number(),
});
export type StoredRecord = z.infer<typeof StoredRecord>;

/** A result that somebody does not see yet, as the practice's queue holds it: with what decides, and not with the answer. */
export const WaitingResult = z.object({
  ref: z.string(),
  /** When the portal first had anything of it: its place in the queue. */
  firstSeen: InstantSchema,
  version: z.int(),
  face: z.object({
    title: z.string(),
    kind: ResultKind,
    status: z.string(),
    date: z.optional(ChartDate),
    flag: z.optional(Flag),
  }),
  held: HeldFacts,
  /** When nothing can make it wait any more. */
  forgetAt: z.optional(InstantSchema),
});
export type WaitingResult = z.infer<typeof WaitingResult>;

/** A patient's choices of when to learn of results; what no longer matters is dropped. */
export const TimingRecord = z.object({ choices: z.array(TimingChoice), version: z.int() });
export type TimingRecord = z.infer<typeof TimingRecord>;

/** What is written about one record at once. */
export interface RecordSave {
  readonly before: StoredRecord | undefined;
  readonly after: StoredRecord;
  /** Its entry in its section's list; absent: it stands in none. */
  readonly entry?: RecordEntry | undefined;
  readonly points: readonly HeldPoint[];
  /** Its place in the practice's queue; absent: it has none. */
  readonly waiting?: WaitingResult | undefined;
  /** It is something to be told of; `again`: it was, and when may have changed. */
  readonly news?: { readonly at: Instant; readonly again?: true } | undefined;
  /** What it said before, where that is worth keeping. */
  readonly past?: EarlierResult | undefined;
}

/** A result as it was from the moment on that the portal first had it so. */
export interface StateOfResult {
  readonly ref: string;
  readonly seen: Instant;
}

/** Whose chart. */
export interface ChartOf {
  readonly practiceId: string;
  readonly patientId: string;
}

/** A chart that somebody can sign in for, and that the portal is to read, whether or not anybody opens it. */
export interface UnreadChart extends ChartOf {
  /** How often it could not be read for a reason of its own. */
  readonly tries: number;
}

/** How far one type of a chart was read. */
export const TypeRead = z.object({
  asOf: InstantSchema,
  /** The latest stamp the EHR gave: later readings start here. */
  stamp: text,
});
export type TypeRead = z.infer<typeof TypeRead>;

/** How far the practice's charts are followed. */
export interface RecordFeed {
  readonly cursor: string;
  readonly asOf: Instant;
  /** Types the EHR tells about. */
  readonly told: readonly string[];
}

interface Range {
  /** Behind the entry with this key. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Charts as mirrored. What it answers may not be for everybody: patients' reads go through `ReleasedRecords`. */
export interface RecordStore {
  /** These records, those there are. */
  read(chart: ChartOf, refs: readonly string[]): Promise<Map<string, StoredRecord>>;
  /**
   * All or nothing for each record. Fails with ConditionFailed when one was written since it was read. What goes
   * alongside is written with the last of them, and only with it.
   */
  save(chart: ChartOf, saves: readonly RecordSave[], alongside?: readonly Change[]): Promise<void>;
  /** The practice's queue, oldest first; one query, however long it is. */
  waiting(practiceId: string, range: Range): Promise<Listed<WaitingResult & ChartOf>>;
  /** When this chart's patient wants to learn of results. */
  timing(chart: ChartOf): Promise<TimingRecord>;
  /** The same for several patients of a practice; those who never chose are left out. */
  timings(practiceId: string, patientIds: readonly string[]): Promise<Map<string, TimingRecord>>;
  /** The next version of it; fails with Problem "work.changed" when it was changed since it was read. */
  savingTiming(chart: ChartOf, timing: TimingRecord): Change;
  /** Has what its patient was not told of yet looked at anew: with this choice it may be due now. */
  judgingAgain(chart: ChartOf, timing: TimingRecord, at: Instant): Change;
  /** Remembers what the patient had before their eyes when they last looked: of that nobody needs to tell them. */
  looked(chart: ChartOf, states: readonly StateOfResult[]): Promise<void>;
  /** A section's entries, newest first; one query, however many there are. */
  list(chart: ChartOf, section: RecordSection, range: Range): Promise<Listed<RecordEntry>>;
  /** One test's values, newest first; one query. */
  trend(chart: ChartOf, loinc: string, range: Range): Promise<Listed<HeldPoint>>;
  /** What a result said before, newest first. */
  past(chart: ChartOf, ref: string): Promise<EarlierResult[]>;
  /** Charts that are to be read by then, new ones first, then the longest due; one query. Eventually consistent. */
  unread(practiceId: string, upTo: Instant, limit: number): Promise<UnreadChart[]>;
  /** It was read, and is followed from there on. */
  wasRead(chart: ChartOf): Promise<void>;
  /** It is to be read then, and not before. */
  readLater(chart: UnreadChart, dueAt: Instant): Promise<void>;
  /** When each type of this chart was read; empty for a chart that was never read. */
  reads(chart: ChartOf): Promise<Map<string, TypeRead>>;
  saveRead(chart: ChartOf, type: string, read: TypeRead): Promise<void>;
  /** Types of which anything was ever read in this practice. */
  followed(practiceId: string): Promise<string[]>;
  feed(practiceId: string): Promise<RecordFeed | undefined>;
  saveFeed(practiceId: string, feed: RecordFeed): Promise<void>;
}

export interface Listed<T> {
  readonly entries: readonly { readonly key: string; readonly value: T }[];
  /** There may be more behind the last. */
  readonly more: boolean;
}

/** Whose law and rules of release hold, as the practice is configured. */
export interface RulesHere {
  readonly timeZone: string;
  readonly jurisdiction?: JurisdictionCode | undefined;
  /** Its own rules by class, each for a law that our tables lack, and its laboratory's codes. */
  readonly release?: OwnRelease | undefined;
}

/** Whose eyes look at whose chart, and when they asked. */
export interface Looking {
  readonly practice: RulesHere & { readonly id: string };
  readonly patientId: string;
  readonly relation: string;
  readonly now: Instant;
}

export interface Shown<T> {
  readonly items: readonly T[];
  readonly cursor?: string | undefined;
}

/** The one way to read a chart for somebody: what they may not see (yet) is not there, in no count and in no cursor. */
export interface ReleasedRecords {
  /** A cursor is one of `RecordCursor`. */
  page(
    looking: Looking,
    section: RecordSection,
    asked: { cursor?: string | undefined; size: number },
  ): Promise<Shown<RecordEntry>>;
  trend(
    looking: Looking,
    loinc: string,
    asked: { cursor?: string | undefined; size: number },
  ): Promise<Shown<TrendPoint>>;
  /** A record, or a result with what it said before; undefined for what is not there, or not to be seen. */
  one(
    looking: Looking,
    ref: string,
  ): Promise<{ record: StoredRecord; past: EarlierResult[] } | undefined>;
  /**
   * The same with the records a result is put together from, for what leaves the portal; undefined also for what its
   * patient wants to open by choice.
   */
  whole(looking: Looking, ref: string): Promise<WholeRecord | undefined>;
  /** What somebody writes about, as screens call it. Rejects with Problem "not-found" for what they can't see. */
  named(looking: Looking, id: string): Promise<Named>;
}

export interface Named {
  readonly id: string;
  readonly section: RecordSection;
  readonly title: string;
}

export interface WholeRecord {
  readonly record: StoredRecord;
  readonly past: readonly EarlierResult[];
  readonly members: readonly StoredRecord[];
}

/** How old what is shown of some types is, as the mirror or the EHR just answered. */
export interface RecordsFreshness {
  readonly asOf?: Instant;
  readonly stale?: boolean;
}

/**
 * Makes the mirror of some types as fresh as it can be, and tells of any of them how fresh that is. Never rejects because
 * an EHR does not answer.
 */
export type Freshen = (
  looking: Looking & { readonly deadline: number },
  types: readonly string[],
) => Promise<(types: readonly string[]) => RecordsFreshness>;
