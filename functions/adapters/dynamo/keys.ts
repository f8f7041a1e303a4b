import * as z from "zod/mini";
import { type KeyRecord, type Keys, KeyTaken } from "#http/kernel.ts";
import type { Key } from "#ports/store.ts";
import type { Table } from "./table.ts";

/** How long a key is remembered: longer than any client keeps retrying. */
const KEPT_SECONDS = 48 * 3600;

const RecordData: z.ZodMiniType<KeyRecord> = z.object({
  hash: z.string(),
  entityId: z.string(),
  status: z.number(),
  at: z.number(),
});

export const keyRecordKey = (accountId: string, key: string): Key => ({
  pk: `ACCOUNT#${accountId}`,
  sk: `KEY#${key}`,
});

export function dynamoKeys(table: Table): Keys {
  return {
    async read(accountId, key) {
      const item = await table.get(keyRecordKey(accountId, key));
      return item && RecordData.parse(item.data);
    },
    forget: (accountId, key) => ({ remove: keyRecordKey(accountId, key) }),
    record: (accountId, key, { requestId, ...record }) => ({
      put: {
        ...keyRecordKey(accountId, key),
        data: record,
        requestId,
        expiresAt: Math.ceil(record.at / 1000) + KEPT_SECONDS,
      },
      // A retried transaction that already committed meets its own record.
      when: [["absent"], [["requestId", "=", requestId]]],
      otherwise: new KeyTaken(),
    }),
  };
}
