import * as z from "zod/mini";
import { Drift } from "#domain/connections.ts";
import type { ConnectionLog } from "#ports/connections.ts";
import { practicePartition } from "./keys-of.ts";
import { usageOf } from "./quotas.ts";
import type { Table } from "./table.ts";

const DriftData = z.object({ drift: z.array(Drift), at: z.string() });
const PulseData = z.object({
  failures: z.number(),
  openUntil: z.optional(z.string()),
  lastSuccessAt: z.optional(z.string()),
  failingSince: z.optional(z.string()),
});

export function dynamoConnectionLog(table: Table): ConnectionLog {
  const key = (practiceId: string) => ({ pk: practicePartition(practiceId), sk: "DRIFT" });
  return {
    async drift(practiceId) {
      const item = await table.get(key(practiceId));
      return item ? DriftData.parse(item.data) : { drift: [], at: undefined };
    },
    saveDrift: (practiceId, data) => table.apply({ put: { ...key(practiceId), data } }),
    async pulse(connectionId) {
      const item = await table.get({ pk: `CONNECTION#${connectionId}`, sk: "BREAKER" });
      const known = item ? PulseData.parse(item.data) : { failures: 0 };
      return { openUntil: undefined, lastSuccessAt: undefined, failingSince: undefined, ...known };
    },
    usage: (connectionId, now) => usageOf(table, connectionId, now),
  };
}
