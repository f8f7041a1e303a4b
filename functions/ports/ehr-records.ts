import type { Instant } from "#domain/identifiers.ts";
import type { Comment, OpenedType } from "#domain/measured.ts";
import type { RecordSection } from "#domain/record-sections.ts";
import type { ChartItem } from "#domain/records.ts";
import type { Described } from "#domain/release-classify.ts";
import type { ResultKind } from "#domain/results.ts";
import type { Ehr } from "./ehr.ts";

/** An EHR whose charts are read, whole. Only what reads charts carries the many shapes they come in. */
export interface ChartEhr extends Ehr {
  /**
   * One patient's resources of one type, those written since where `since` is given and the server can be asked that.
   * A reply about another patient is refused and alarmed; psychotherapy notes are left out.
   */
  records(
    patientId: string,
    asked: {
      readonly type: string;
      readonly since?: Instant | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ): AsyncIterable<EhrRecord>;
  /** One resource of a chart; undefined where there is none, or it is nobody's, or must not be read. */
  record(type: string, id: string): Promise<EhrRecord | undefined>;
  /**
   * The file of this number in a record: kept in it, or read from this EHR and nowhere else. Undefined where there is
   * none, or it is too large, or of a type that is not opened. Rejects with `EhrUnavailable`.
   */
  file(raw: EhrRecord["raw"], n: number): Promise<EhrFile | undefined>;
  /**
   * Which records of these types changed since a cursor (none: from now on), all patients. A cursor of its own, and a
   * type the server will not tell about is left out: what charts are asked never holds up the schedule.
   */
  recordChanges(cursor: string | undefined, types: readonly string[]): Promise<RecordChanges>;
}

export interface EhrFile {
  readonly contentType: OpenedType;
  readonly bytes: Uint8Array;
}

/** One resource of a patient's chart, as narrowly as it could be read, with the resource itself beside it. */
export interface EhrRecord {
  /** The FHIR type and its id there. */
  readonly type: string;
  readonly id: string;
  readonly patientId: string;
  /** When it was last written, as the server says it; compares as text. */
  readonly updated?: string | undefined;
  /** Where it is shown; "results" for reports and for laboratory values. */
  readonly section: RecordSection;
  readonly item: ChartItem;
  readonly facts: RecordFacts;
  /** For what stands for a result of its own or is part of one. */
  readonly result?: ResultParts | undefined;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What decides who may see a record, and when: nothing here is shown. */
export interface RecordFacts {
  /** "record" where no rule of release applies to its kind. */
  readonly kind: ResultKind | "record";
  /** FHIR's own status code. */
  readonly status?: string | undefined;
  /** When it was reported. */
  readonly issued?: string | undefined;
  readonly described: Described;
  /** Somebody wrote a word beside it. */
  readonly commented: boolean;
}

export interface ResultParts {
  /** Ids of the Observations it consists of. */
  readonly members: readonly string[];
  readonly issued?: string | undefined;
  readonly conclusion?: string | undefined;
  readonly comments?: readonly Comment[] | undefined;
  readonly performer?: string | undefined;
  readonly interpreter?: string | undefined;
}

/** What changed in charts since a cursor: whose, and of which type. */
export interface RecordChanges {
  readonly changes: readonly {
    readonly type: string;
    readonly id: string;
    readonly patientId: string;
  }[];
  /** The types the server told about; of the others nothing is known. */
  readonly told: readonly string[];
  readonly next: string;
}
