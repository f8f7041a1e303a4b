import type { Slot } from "#domain/appointments.ts";
import type { Instant } from "#domain/identifiers.ts";
import type { FinishedCall, WorkCounts, WorkKind, WorkReason } from "#domain/work.ts";
import type { Change } from "./store.ts";

/** A piece of work as kept: what it is about; the console's view of it is put together when it is read. */
export interface WorkRecord {
  readonly id: string;
  readonly practiceId: string;
  readonly kind: WorkKind;
  readonly reason: WorkReason;
  readonly since: Instant;
  readonly patientId: string;
  readonly visitId: string;
  /** The write-back row it is about, where there is one. */
  readonly rowId?: string | undefined;
  readonly offered?: readonly Slot[] | undefined;
  readonly assignee?: { readonly id: string; readonly name: string } | undefined;
  readonly version: number;
}

/** The work queues of a practice. */
export interface WorkList {
  read(practiceId: string, kind: WorkKind, id: string): Promise<WorkRecord | undefined>;
  /** The piece of work whatever its kind. */
  find(practiceId: string, id: string): Promise<WorkRecord | undefined>;
  /** Oldest first. */
  list(practiceId: string, kind: WorkKind): Promise<WorkRecord[]>;
  counts(practiceId: string, assigneeId: string): Promise<WorkCounts>;
  /** Opens it, or replaces what was open under this id. */
  opening(work: WorkRecord): Change;
  /** The next version; fails with Problem "work.changed" when someone was faster. */
  saving(work: WorkRecord): Change;
  /** Closes it under the version that was read; fails with Problem "work.changed". */
  closing(work: WorkRecord): Change;
  /** Closes a call like `closing`, and keeps what came of it with its patient. */
  calling(work: WorkRecord, call: FinishedCall): Change[];
  /** The last calls made to a patient, newest first. */
  calls(practiceId: string, patientId: string): Promise<FinishedCall[]>;
  /** Takes it off the list whatever its version; no error when it is not there. */
  dropping(practiceId: string, kind: WorkKind, id: string): Change;
}
