import type { Instant } from "#domain/identifiers.ts";
import { addSeconds } from "#domain/time.ts";
import type { Events } from "#ports/events.ts";
import { ConditionFailed } from "#ports/store.ts";
import type { Table } from "./table.ts";

const REMEMBERED_SECONDS = 5 * 60;

export function dynamoEvents(table: Table): Events {
  const item = (eventId: string, requestId: string, until: Instant) => ({
    pk: `EVENT#${eventId}`,
    sk: "EVENT",
    data: {},
    requestId,
    until,
    expiresAt: Math.ceil(Date.parse(until) / 1000),
  });
  return {
    async first(eventId, { requestId, now }) {
      const put = item(eventId, requestId, addSeconds(now, REMEMBERED_SECONDS));
      // A put whose reply was lost is retried and must recognise itself; deletion by TTL is late.
      const when = [["absent"], [["until", "<", now]], [["requestId", "=", requestId]]] as const;
      try {
        await table.apply({ put, when });
        return true;
      } catch (error) {
        if (error instanceof ConditionFailed) return false;
        throw error;
      }
    },
    forget: (eventId, { requestId, now }) =>
      table.apply({ put: item(eventId, requestId, addSeconds(now, -1)) }),
  };
}
