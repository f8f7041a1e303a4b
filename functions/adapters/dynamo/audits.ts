import * as z from "zod/mini";
import type { Audits } from "#http/kernel.ts";
import type { AuditEntry } from "#ports/audit.ts";
import { RowMoved } from "#ports/ledger.ts";
import { type Change, ConditionFailed, type Key } from "#ports/store.ts";
import type { Table } from "./table.ts";

export const AuditData: z.ZodMiniType<AuditEntry> = z.object({
  id: z.string(),
  at: z.string(),
  practiceId: z.string(),
  actor: z.object({ id: z.string(), kind: z.string() }),
  relation: z.string(),
  action: z.string(),
  patients: z.array(z.string()),
  outcome: z.enum(["done", "refused"]),
  settlesBy: z.optional(z.string()),
  code: z.optional(z.string()),
  note: z.optional(z.string()),
  overrides: z.optional(z.array(z.object({ rule: z.string(), reason: z.string() }))),
});

export const auditKey = (id: string): Key => ({ pk: `AUDIT#${id}`, sk: "AUDIT" });
/** Entries not yet in a chain stand in this index partition; sealing moves them to the day's. */
export const unsealedPartition = (practiceId: string): string => `UNSEALED#${practiceId}`;

/** Each entry is its own item: parallel requests about one patient must never fight over a chain's head. */
export function dynamoAudits(table: Table): Audits {
  const entry = (audit: AuditEntry): Change => ({
    put: {
      ...auditKey(audit.id),
      data: audit,
      gsi1pk: unsealedPartition(audit.practiceId),
      gsi1sk: `${audit.at}#${audit.id}`,
    },
  });
  return {
    entry,
    settled: (audit) => ({
      ...entry(audit),
      when: [[["gsi1pk", "=", unsealedPartition(audit.practiceId)]]],
      otherwise: new RowMoved(),
    }),
    async write(audit) {
      try {
        await table.apply({ ...entry(audit), when: [["absent"]] });
      } catch (error) {
        // It is there: from this request's transaction, or from a first try whose reply was lost.
        if (!(error instanceof ConditionFailed)) throw error;
      }
    },
  };
}
