import * as z from "zod/mini";
import { Instant } from "#domain/identifiers.ts";
import { HoldReason } from "#domain/release-events.ts";
import type { Change } from "./store.ts";

/** One decision to hold a result, as the practice answers for it. */
export const HoldRecord = z.object({
  patientId: z.string(),
  ref: z.string(),
  title: z.string(),
  at: Instant,
  by: z.string(),
  reason: HoldReason,
  note: z.string(),
  until: Instant,
  /** Ended before it ran out. */
  ended: z.optional(z.object({ how: z.enum(["released", "lifted"]), at: Instant, by: z.string() })),
});
export type HoldRecord = z.infer<typeof HoldRecord>;

/** A hold as it is named: whose, of what and since when. */
export type HoldKey = Pick<HoldRecord, "patientId" | "ref" | "at">;

/** Every hold of a practice, for as long as the practice keeps its records. */
export interface HoldLog {
  /** The hold, or how it ended. */
  saving(practiceId: string, hold: HoldRecord): Change;
  /** These holds, those there are. */
  read(practiceId: string, keys: readonly HoldKey[]): Promise<HoldRecord[]>;
  /** Those decided from one instant until another, oldest first. */
  between(practiceId: string, from: Instant, until: Instant): Promise<HoldRecord[]>;
}
