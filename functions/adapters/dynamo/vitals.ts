import * as z from "zod/mini";
import type { Vitals } from "#ports/vitals.ts";
import { practicePartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

const BreakerData = z.object({
  openUntil: z.optional(z.string()),
  lastSuccessAt: z.optional(z.string()),
});
const SyncData = z.object({ asOf: z.string() });

export const dynamoVitals = (table: Table): Vitals => ({
  async store() {
    await table.get({ pk: "HEALTH", sk: "HEALTH" });
  },
  async silentSince(connectionId) {
    const item = await table.get({ pk: `CONNECTION#${connectionId}`, sk: "BREAKER" });
    const breaker = item && BreakerData.parse(item.data);
    // An opened breaker stays marked until a call succeeds again, also when its pause is over.
    if (breaker?.openUntil === undefined) return undefined;
    return { lastSuccessAt: breaker.lastSuccessAt };
  },
  async overdueSince(practiceId, limit) {
    const { items } = await table.query({
      pk: `DUE#${practiceId}`,
      index: "gsi1",
      between: ["0", limit],
      limit: 1,
    });
    return items[0]?.gsi1sk?.split("#")[0];
  },
  async mirrorAsOf(practiceId) {
    const item = await table.get({ pk: practicePartition(practiceId), sk: "SYNC" });
    return item && SyncData.parse(item.data).asOf;
  },
});
