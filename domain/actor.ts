import * as z from "zod/mini";
import { Id, Instant } from "./identifiers.ts";

/** What staff may do. A permission is granted per account; a role is only a usual bundle of them. */
export const Permission = z.enum([
  "schedule",
  "write-backs",
  "connections",
  "patients",
  "results:release",
  "messages",
]);
export type Permission = z.infer<typeof Permission>;

/** What a carer may do for a patient: an area, to read or to act. */
export const ProxyScope = z.enum(["appointments:read", "appointments:act", "records:read"]);
export type ProxyScope = z.infer<typeof ProxyScope>;

/** A carer's right to one chart, time-boxed where `expiresAt` is set. */
export const ProxyGrant = z.object({
  patientId: Id,
  scopes: z.array(ProxyScope),
  relationship: z.string(),
  expiresAt: z.optional(Instant),
});
export type ProxyGrant = z.infer<typeof ProxyGrant>;

export const PatientActor = z.object({
  kind: z.literal("patient"),
  accountId: Id,
  practiceId: Id,
  /** The actor's own chart. */
  patientId: Id,
  proxies: z.array(ProxyGrant),
});
export type PatientActor = z.infer<typeof PatientActor>;

export const StaffActor = z.object({
  kind: z.literal("staff"),
  accountId: Id,
  practiceId: Id,
  role: z.string(),
  permissions: z.array(Permission),
});
export type StaffActor = z.infer<typeof StaffActor>;

/** Who is asking. Every use case is told; nothing reads it from the air. */
export type Actor =
  | PatientActor
  | StaffActor
  | { kind: "anonymous"; practiceId: string }
  /** A vendor whose signature over the raw body was checked, or a worker of ours. */
  | { kind: "system"; name: string; practiceId: string };
