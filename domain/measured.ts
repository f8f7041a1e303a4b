import * as z from "zod/mini";

/** A date as a chart may have it: a year, a month, a day or an instant. As text they sort by time. */
export const ChartDate = z
  .string()
  .check(z.regex(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z)?)?)?$/));
export type ChartDate = z.infer<typeof ChartDate>;

const text = z.optional(z.string());

/** What the laboratory says of a value; the portal judges none itself. */
export const Flag = z.enum([
  "normal",
  "low",
  "high",
  "critical-low",
  "critical-high",
  "abnormal",
  "critical",
]);
export type Flag = z.infer<typeof Flag>;

export const Amount = z.object({
  number: z.number(),
  unit: text,
  /** "<", "<=", ">=" or ">", where the laboratory gives a bound. */
  comparator: text,
});
export type Amount = z.infer<typeof Amount>;

export const Range = z.object({
  low: z.optional(z.number()),
  high: z.optional(z.number()),
  text: text,
});
export type Range = z.infer<typeof Range>;

/** Words written beside a result, and by whom where the chart says it. */
export const Comment = z.object({ text: z.string(), by: text, at: z.optional(ChartDate) });
export type Comment = z.infer<typeof Comment>;

/** One thing measured or observed: a number, words, or why there is none. */
export interface Measured {
  readonly name: string;
  readonly loinc?: string | undefined;
  readonly status?: string | undefined;
  readonly value?: Amount | undefined;
  readonly text?: string | undefined;
  readonly range?: Range | undefined;
  readonly flag?: Flag | undefined;
  readonly method?: string | undefined;
  /** Why there is no value. */
  readonly absent?: string | undefined;
  readonly comments?: Comment[] | undefined;
  /** What it consists of: both numbers of a blood pressure, the members of a panel within a panel. */
  readonly parts?: Measured[] | undefined;
}

export const Measured: z.ZodMiniType<Measured> = z.object({
  name: z.string(),
  loinc: text,
  status: text,
  value: z.optional(Amount),
  text: text,
  range: z.optional(Range),
  flag: z.optional(Flag),
  method: text,
  absent: text,
  comments: z.optional(z.array(Comment)),
  parts: z.optional(z.array(z.lazy(() => Measured))),
});

/** Files a phone opens and that run nothing; whatever else a chart has is only named. */
export const OpenedType = z.enum(["application/pdf", "image/png", "image/jpeg", "text/plain"]);
export type OpenedType = z.infer<typeof OpenedType>;

/** An answer of ours is at most 6 MB, and a file in it a third longer than it is. */
export const MOST_FILE_BYTES = 4_500_000;

/** A text or file that belongs to a record. */
export const Attachment = z.object({
  contentType: z.string(),
  title: text,
  sizeBytes: z.optional(z.number()),
  /** Its words, where it is plain text kept in the record itself. */
  text: text,
  /** By this number the record's files route has it; absent: it can't be opened here. */
  file: z.optional(z.int()),
});
export type Attachment = z.infer<typeof Attachment>;
