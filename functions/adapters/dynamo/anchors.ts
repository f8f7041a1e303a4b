import * as z from "zod/mini";
import type { Anchor, Anchors, Verified } from "#ports/chains.ts";
import { AuditData, auditKey } from "./audits.ts";
import { HeadData, headsPartition } from "./chains.ts";
import type { Position, Query, Stored, Table } from "./table.ts";

const AnchorData: z.ZodMiniType<Anchor> = z.object({
  seq: z.number(),
  last: z.string(),
  day: z.string(),
  mac: z.string(),
});
export const VerifiedData: z.ZodMiniType<Verified> = z.object({
  day: z.string(),
  at: z.string(),
  state: z.enum(["anchoring", "done"]),
  chains: z.number(),
  digest: z.string(),
  broken: z.array(z.string()),
  unfinished: z.number(),
  mac: z.string(),
});

export const verifiedKey = (practiceId: string) => ({ pk: `VERIFIED#${practiceId}`, sk: "LATEST" });
const anchorsPartition = (practiceId: string) => `ANCHORS#${practiceId}`;
const AT_ONCE = 100;

/** Chains by name. Heads come from an index, which is a moment behind: a chain that young is verified tomorrow. */
export function dynamoAnchors(table: Table): Anchors {
  return {
    async heads(practiceId) {
      const found = await every(table, { pk: headsPartition(practiceId), index: "gsi1" });
      return new Map(found.map(({ pk, data }) => [pk, HeadData.parse(data)]));
    },
    async anchors(practiceId) {
      const found = await every(table, { pk: anchorsPartition(practiceId) });
      return new Map(found.map(({ sk, data }) => [sk, AnchorData.parse(data)]));
    },
    anchor: (practiceId, chain, data) =>
      table.apply({ put: { pk: anchorsPartition(practiceId), sk: chain, data } }),
    async verified(practiceId) {
      const item = await table.get(verifiedKey(practiceId));
      return item && VerifiedData.parse(item.data);
    },
    saveVerified: (practiceId, data) => table.apply({ put: { ...verifiedKey(practiceId), data } }),
    async entries(ids) {
      const found: Stored[] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE)
        found.push(...(await table.batchGet(ids.slice(at, at + AT_ONCE).map(auditKey))));
      const audits = found.map(({ data }) => AuditData.parse(data));
      return new Map(audits.map((audit) => [audit.id, audit]));
    },
  };
}

async function every(table: Table, query: Query): Promise<Stored[]> {
  const items: Stored[] = [];
  let after: Position | undefined;
  do {
    const page = await table.query({ ...query, after });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}
