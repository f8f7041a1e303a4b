import * as z from "zod/mini";
import { ExportFailure, ExportFormat } from "#domain/exports.ts";
import { Instant } from "#domain/identifiers.ts";
import type { Change } from "./store.ts";

/** Whose chart, and whose its files are: its own patient's ("self"), or one carer's, by their account. */
export const ExportRef = z.object({
  practiceId: z.string(),
  patientId: z.string(),
  owner: z.string(),
  id: z.string(),
});
export type ExportRef = z.infer<typeof ExportRef>;

/** Files of a chart, wished for or made. */
export const ExportRecord = z.extend(ExportRef, {
  /** With which eyes the chart is read. */
  relation: z.enum(["self", "proxy"]),
  language: z.enum(["en", "es"]),
  state: z.enum(["preparing", "ready", "failed"]),
  askedAt: Instant,
  failure: z.optional(ExportFailure),
  asOf: z.optional(Instant),
  madeAt: z.optional(Instant),
  files: z.optional(z.array(z.object({ format: ExportFormat, sizeBytes: z.int() }))),
  version: z.int(),
});
export type ExportRecord = z.infer<typeof ExportRecord>;

/** The files people asked for. */
export interface Exports {
  read(ref: ExportRef): Promise<ExportRecord | undefined>;
  /** One owner's of one chart, newest first. */
  list(ref: Omit<ExportRef, "id">): Promise<ExportRecord[]>;
  /** A new one, or its next state; fails with ConditionFailed when it was changed since it was read. */
  saving(record: ExportRecord): Change;
}
