import * as z from "zod/mini";
import { Correction } from "#domain/corrections.ts";
import { WriteBack } from "#domain/writeback.ts";
import type { Change } from "./store.ts";

/** A request as kept: with whose it is, and who answered. */
export const CorrectionRecord = z.extend(Correction, {
  practiceId: z.string(),
  patientId: z.string(),
  /** Who asked, as their account calls them. */
  name: z.string(),
  answeredBy: z.optional(z.string()),
  /** Absent in what was asked before requests were written into charts: those are with the practice. */
  writeBack: z.optional(WriteBack),
  version: z.int(),
});
export type CorrectionRecord = z.infer<typeof CorrectionRecord>;

/** What patients say is wrong in their charts. */
export interface Corrections {
  read(practiceId: string, patientId: string, id: string): Promise<CorrectionRecord | undefined>;
  /** One patient's, newest first. */
  ofPatient(practiceId: string, patientId: string): Promise<CorrectionRecord[]>;
  /** A practice's that wait for an answer, oldest first. */
  waiting(
    practiceId: string,
    range: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<{ readonly items: CorrectionRecord[]; readonly next?: string | undefined }>;
  /** A new one, or its next state; fails as `ConditionFailed` when it was changed since it was read. */
  saving(record: CorrectionRecord): Change;
}
