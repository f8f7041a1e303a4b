import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Id, Instant, page } from "./identifiers.ts";
import { staff } from "./policy.ts";

/** What the portal does about one function of the EHR. */
export const Mode = z.enum(["native", "request", "by-hand", "off"]);

/** One thing an EHR can or can't do, and what that means at this practice: codes, put into words by the console. */
export const Ability = z.object({
  name: z.enum([
    "read-slots",
    "book",
    "reschedule",
    "cancel",
    "read-visits",
    "find-again",
    "change-feed",
    "tell-release",
    "correct",
    "message",
  ]),
  /** What the EHR's own statement says, read live. */
  able: z.boolean(),
  mode: Mode,
  /** As what it goes into the chart, where there is a choice. */
  as: z.optional(z.enum(["task", "communication", "document", "provenance"])),
});

/** A difference between portal and chart. */
export const Drift = z.object({
  id: Id,
  kind: z.enum([
    /** The chart has a busy slot that no appointment holds. */
    "orphan-slot",
    /** The portal shows it as on; the chart has it cancelled. */
    "cancelled-in-chart",
    /** The portal says "in the chart"; the chart does not have it. */
    "missing-in-chart",
    /** The chart has it with our mark; the portal does not know it. */
    "unknown-to-portal",
    /** Start, clinician or place differ. */
    "differs",
  ]),
  foundAt: Instant,
  reference: z.string(),
  patientId: z.optional(Id),
  visitId: z.optional(Id),
  /** Repaired by itself, can be repaired safely, or needs a person. */
  repair: z.enum(["done", "safe", "by-hand"]),
  repairedAt: z.optional(Instant),
});
export type Drift = z.infer<typeof Drift>;

/** Calls to the EHR, as they were handed out: in packets, so a little high. */
export const Rate = z.object({
  /** What the connection's settings allow in a minute; absent: no limit is known. */
  perMinute: z.optional(z.number()),
  /** Fewer than that for a while, for the EHR said "too many". */
  lowered: z.optional(z.object({ perMinute: z.number(), until: Instant })),
  /** No call goes out until then, for the EHR asked for it. */
  pausedUntil: z.optional(Instant),
  lastMinute: z.number(),
  lastHour: z.number(),
  /** Of the last hour, those nobody waited for: polling, comparing. */
  backgroundLastHour: z.number(),
  /** Refused with 429 in the last hour. */
  refusedLastHour: z.number(),
});

export const Connection = z.object({
  id: Id,
  /** Host of the EHR; never credentials. */
  host: z.string(),
  vendor: z.string(),
  status: z.enum(["answering", "silent", "not-set-up"]),
  lastAnswerAt: z.optional(Instant),
  /** Calls are held back until here. */
  breakerOpenUntil: z.optional(Instant),
  failures: z.number(),
  /** When the first of these failures was. */
  failingSince: z.optional(Instant),
  rate: Rate,
  /** When its own statement of what it can do was last read. */
  statementAsOf: z.optional(Instant),
  /** It was asked for that statement just now. */
  probe: z.optional(z.object({ at: Instant, answered: z.boolean() })),
  abilities: z.array(Ability),
  /** What the portal needs and this EHR lacks, in plain words. */
  missing: z.array(z.string()),
  waiting: z.number(),
  lastReconciledAt: z.optional(Instant),
  drift: z.array(Drift),
});
export type Connection = z.infer<typeof Connection>;

const manage = [staff("connections")] as const;
const drifted = (connection: Connection) =>
  connection.drift.flatMap(({ patientId }) => (patientId ? [patientId] : []));

export const connectionsApi = {
  connections: {
    method: "GET",
    path: "/practice/connections",
    summary:
      "What each EHR can do, probed live, what the portal does about it, and where the two differ.",
    policy: manage,
    input: z.strictObject({}),
    output: page(Connection),
    problems: [],
    touches: (answer: { items: Connection[] }) => answer.items.flatMap(drifted),
  },
  probe: {
    method: "POST",
    path: "/practice/connections/{id}/probe",
    summary: "Ask the EHR now what it can do, whatever is remembered of it.",
    policy: manage,
    input: z.strictObject({ id: Id }),
    output: Connection,
    problems: ["not-found"],
    touches: drifted,
  },
  reconcile: {
    method: "POST",
    path: "/practice/connections/{id}/reconcile",
    summary: "Compare portal and chart now, both ways, and repair what is safe.",
    policy: manage,
    input: z.strictObject({ id: Id }),
    output: Connection,
    problems: ["not-found", "ehr.unavailable"],
    touches: drifted,
  },
} as const satisfies Api;
