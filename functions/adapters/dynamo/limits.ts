import type { Limits } from "#ports/limits.ts";
import type { Table } from "./table.ts";

/** Fixed windows: one counter item per subject and window, deleted by TTL. */
export function dynamoLimits(table: Table, nowMs: () => number = Date.now): Limits {
  const slot = (subject: string, windowSeconds: number) => {
    const window = Math.floor(nowMs() / 1000 / windowSeconds);
    return {
      key: { pk: `LIMIT#${subject}`, sk: `${windowSeconds}#${window}` },
      expiresAt: (window + 2) * windowSeconds,
    };
  };
  return {
    count(subject, windowSeconds) {
      const { key, expiresAt } = slot(subject, windowSeconds);
      return table.increment(key, expiresAt);
    },
    async peek(subject, windowSeconds) {
      const item = await table.get(slot(subject, windowSeconds).key);
      return typeof item?.data === "number" ? item.data : 0;
    },
  };
}
