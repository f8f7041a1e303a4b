import * as z from "zod/mini";
import type { Vitals } from "#ports/vitals.ts";
import { VerifiedData, verifiedKey } from "./anchors.ts";
import { practicePartition } from "./keys-of.ts";
import type { Table } from "./table.ts";

/** One silence may be chance; two in a row are worth saying. */
const SILENCES = 2;

const BreakerData = z.object({
  failures: z.number(),
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
    if (breaker === undefined || breaker.failures < SILENCES) return undefined;
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
  async auditVerified(practiceId) {
    const item = await table.get(verifiedKey(practiceId));
    if (!item) return undefined;
    const { at, broken } = VerifiedData.parse(item.data);
    return { at, broken: broken.length };
  },
});
