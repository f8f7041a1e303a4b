import type { AuditEntry } from "#ports/audit.ts";

/** For tests: one request's audit entry. */
export const auditOf = (number: number, about: Partial<AuditEntry> = {}): AuditEntry => ({
  id: `aud_${String(number).padStart(4, "0")}`,
  at: new Date(Date.UTC(2026, 10, 20, 9, 0, number)).toISOString(),
  practiceId: "demo",
  actor: { id: "acc_1", kind: "patient" },
  relation: "self",
  action: "GET /api/appointments",
  patients: ["pat-1"],
  outcome: "done",
  ...about,
});
