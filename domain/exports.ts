import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Id, Instant, page } from "./identifiers.ts";
import { proxy, self } from "./policy.ts";

/** "fhir": a FHIR R4 Bundle for other systems. "pdf": the same to read and print. */
export const ExportFormat = z.enum(["fhir", "pdf"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** One file of an export, and where it can be fetched from for some minutes. */
const ExportFile = z.object({
  format: ExportFormat,
  sizeBytes: z.int(),
  url: z.string(),
});

/** Why there is no file: the clinic's system did not tell all of the chart, or something went wrong on our side. */
export const ExportFailure = z.enum(["ehr.unavailable", "internal"]);
export type ExportFailure = z.infer<typeof ExportFailure>;

export const RecordsExport = z.object({
  id: Id,
  state: z.enum(["preparing", "ready", "failed"]),
  askedAt: Instant,
  language: z.enum(["en", "es"]),
  failure: z.optional(ExportFailure),
  /** How old what is in the files may be. */
  asOf: z.optional(Instant),
  files: z.optional(z.array(ExportFile)),
  /** Until when the addresses are good; asking again gives new ones. */
  linksUntil: z.optional(Instant),
  /** Until when the files are kept. */
  keptUntil: z.optional(Instant),
});
export type RecordsExport = z.infer<typeof RecordsExport>;

/** What is made for somebody is kept this long, hours. */
export const EXPORT_HOURS = 24;
/** An address of a file is good for so long, seconds. */
export const LINK_SECONDS = 300;

const read = [self, proxy("records:read")] as const;

export const exportsApi = {
  start: {
    method: "POST",
    path: "/records/export",
    summary: "Make files of all of this chart that may be seen now: a FHIR Bundle and a PDF.",
    policy: read,
    input: z.strictObject({ language: z.optional(z.enum(["en", "es"])) }),
    output: RecordsExport,
    status: 201,
    problems: ["request.too-many"],
    keyed: true,
    touches: "chart",
  },
  list: {
    method: "GET",
    path: "/records/exports",
    summary: "The files somebody asked for in the last day, newest first, without their addresses.",
    policy: read,
    input: z.strictObject({}),
    output: page(RecordsExport),
    problems: [],
    touches: "chart",
  },
  read: {
    method: "GET",
    path: "/records/exports/{id}",
    summary:
      "How far files are; once they are ready, where to fetch them from within five minutes.",
    policy: read,
    input: z.strictObject({ id: Id }),
    output: RecordsExport,
    problems: ["not-found"],
    touches: "chart",
  },
} as const satisfies Api;
