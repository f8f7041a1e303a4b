import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Cursor, Id, Instant, LocalDay, page, plainText } from "./identifiers.ts";
import { self, staff } from "./policy.ts";
import { RecordSection } from "./record-sections.ts";
import { WriteBack } from "./writeback.ts";

/** A practice answers within so many days (45 CFR 164.526(b)(2)(i)). */
export const ANSWER_DAYS = 60;
/** Requests of one patient that wait for an answer at the same time. */
export const MOST_WAITING = 20;

const words = plainText(1000);

const correction = {
  id: Id,
  /** What it is about; absent where the patient names no record. */
  about: z.optional(z.object({ id: Id, section: RecordSection, title: z.string() })),
  /** What the patient says is wrong. */
  words: z.string(),
  askedAt: Instant,
  /** By then the law wants an answer. */
  dueAt: Instant,
  state: z.enum(["waiting", "accepted", "refused"]),
  answered: z.optional(z.object({ at: Instant, reason: z.optional(z.string()) })),
  /** Whether the chart has the request itself; where it does not, the practice's queue has. */
  writeBack: WriteBack,
};

/** What was never on its way into the chart: the practice has it all the same. */
export const withPractice = (since: Instant): WriteBack => ({
  state: "with-practice",
  since,
  nextStep: "practice-will-do-it",
});

/** A patient's request that something in the chart be put right. */
export const Correction = z.object(correction);
export type Correction = z.infer<typeof Correction>;

/** The same as staff see it. */
export const DeskCorrection = z.object({
  ...correction,
  patient: z.object({ id: Id, name: z.string(), birthDate: z.optional(LocalDay) }),
  answeredBy: z.optional(z.string()),
  overdue: z.boolean(),
});
export type DeskCorrection = z.infer<typeof DeskCorrection>;

export const correctionsApi = {
  ask: {
    method: "POST",
    path: "/records/corrections",
    summary: "Say that something in the chart is wrong; the practice answers within 60 days.",
    policy: [self],
    input: z.strictObject({ id: z.optional(Id), words }),
    output: Correction,
    status: 201,
    problems: ["not-found", "request.too-many"],
    keyed: true,
    touches: "chart",
  },
  list: {
    method: "GET",
    path: "/records/corrections",
    summary: "What this patient said is wrong, and what the practice answered, newest first.",
    policy: [self],
    input: z.strictObject({}),
    output: page(Correction),
    problems: [],
    touches: "chart",
  },
} as const satisfies Api;

export const correctionDeskApi = {
  queue: {
    method: "GET",
    path: "/practice/corrections",
    summary: "Corrections patients asked for that wait for an answer, the most urgent first.",
    policy: [staff("write-backs")],
    input: z.strictObject({ cursor: z.optional(Cursor) }),
    output: page(DeskCorrection),
    problems: [],
    touches: (answer: { items: DeskCorrection[] }) => answer.items.map(({ patient }) => patient.id),
  },
  answer: {
    method: "POST",
    path: "/practice/patients/{patientId}/corrections/{id}/answer",
    summary: "Say that the chart was put right, or why not, in words the patient will read.",
    policy: [staff("write-backs")],
    input: z
      .strictObject({
        patientId: Id,
        id: Id,
        decision: z.enum(["accepted", "refused"]),
        reason: z.optional(words),
      })
      .check(
        z.refine(({ decision, reason }) => decision === "accepted" || reason !== undefined, {
          error: "Who refuses says why.",
          path: ["reason"],
        }),
      ),
    output: DeskCorrection,
    problems: ["not-found", "work.changed"],
    touches: (answer: DeskCorrection) => [answer.patient.id],
  },
} as const satisfies Api;
