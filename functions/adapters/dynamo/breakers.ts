import * as z from "zod/mini";
import { addSeconds } from "#domain/time.ts";
import type { Clock } from "#ports/clock.ts";
import type { Breaker } from "#ports/ledger.ts";
import type { Table } from "./table.ts";

/** Failures in a row after which a connection is left alone, and for how long, seconds. */
const FAILURES = 5;
const OPEN_SECONDS = 10;

const BreakerData = z.object({
  failures: z.number(),
  openUntil: z.optional(z.string()),
  lastSuccessAt: z.optional(z.string()),
  /** When the first failure after the last success was. */
  failingSince: z.optional(z.string()),
});

const noFailures: z.infer<typeof BreakerData> = { failures: 0 };

/**
 * Counts are not exact under parallel failures, and need not be: being open a little early or late costs a retry.
 * When `openUntil` has passed, the next call is the probe.
 */
export function dynamoBreaker(table: Table, clock: Clock): Breaker {
  const key = (connectionId: string) => ({ pk: `CONNECTION#${connectionId}`, sk: "BREAKER" });
  const read = async (connectionId: string) => {
    const item = await table.get(key(connectionId));
    return item ? BreakerData.parse(item.data) : noFailures;
  };
  return {
    async openUntil(connectionId) {
      const { openUntil } = await read(connectionId);
      return openUntil !== undefined && openUntil > clock() ? openUntil : undefined;
    },
    async succeeded(connectionId) {
      const known = await read(connectionId);
      if (known.failures === 0) return false;
      const data = { failures: 0, lastSuccessAt: clock() };
      await table.apply({ put: { ...key(connectionId), data } });
      return true;
    },
    async failed(connectionId) {
      const known = await read(connectionId);
      const failures = known.failures + 1;
      const data = {
        ...known,
        failures,
        failingSince: known.failingSince ?? clock(),
        ...(failures >= FAILURES ? { openUntil: addSeconds(clock(), OPEN_SECONDS) } : {}),
      };
      await table.apply({ put: { ...key(connectionId), data } });
    },
  };
}
