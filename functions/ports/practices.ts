import type { JurisdictionCode } from "#domain/release-law/law.ts";
import type { OwnRelease } from "#domain/release-rules.ts";

/** A practice as configured for this deployment (`infra/regions.ts`). */
export interface Practice {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly timeZone: string;
  readonly connectionId: string;
  /** Whose law of release holds; federal law alone where absent. */
  readonly jurisdiction?: JurisdictionCode | undefined;
  /** Its own rules of release by class, each for a law that our tables lack, and its laboratory's codes. */
  readonly release?: OwnRelease | undefined;
  /** Patients may change or cancel online until this many hours before a visit. */
  readonly noticeHours: number;
  /** Visit types that patients may only ask for, or only see, whatever the EHR could take; by visit type id. */
  readonly visitModes?: Readonly<Record<string, "request" | "view">> | undefined;
}

export interface Practices {
  /** The practice a visitor without a session belongs to. */
  readonly default: Practice;
  byId(id: string): Practice | undefined;
  byConnection(connectionId: string): Practice | undefined;
  all(): readonly Practice[];
}
