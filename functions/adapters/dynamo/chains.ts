import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { LocalDay } from "#domain/identifiers.ts";
import { AlreadyChained, type Chains, type Head, HeadMoved, type Link } from "#ports/chains.ts";
import type { Change } from "#ports/store.ts";
import { AuditData, auditKey, unsealedPartition } from "./audits.ts";
import type { Position, Table } from "./table.ts";

const LinkData: z.ZodMiniType<Link> = z.object({
  seq: z.number(),
  prev: z.string(),
  auditId: z.string(),
  at: z.string(),
  actor: z.object({ id: z.string(), kind: z.string() }),
  relation: z.string(),
  action: z.string(),
  outcome: z.enum(["done", "refused"]),
  code: z.optional(z.string()),
  entry: z.optional(z.string()),
  mac: z.string(),
});
export const HeadData: z.ZodMiniType<Head> = z.object({
  seq: z.number(),
  last: z.string(),
  mac: z.string(),
});

/** How long it is remembered which chains have an entry: far longer than any retry of its sealing. */
const MARK_SECONDS = 30 * 24 * 3600;

const headKey = (chain: string) => ({ pk: chain, sk: "HEAD" });
/** "CHAIN#<practice>#…": all heads of a practice stand in this index partition. */
export const headsPartition = (practiceId: string): string => `HEADS#${practiceId}`;
/** Sealed entries by the day they were sealed: what the archive takes is complete when the day is over. */
export const sealedPartition = (practiceId: string, day: LocalDay): string =>
  `SEALED-ON#${practiceId}#${day}`;
const practiceIn = (chain: string) => chain.split("#")[1] ?? "";
/** Digits sort before "HEAD": a chain's links stand in order, the head after them. */
const linkKey = (chain: string, seq: number) => ({
  pk: chain,
  sk: String(seq).padStart(12, "0"),
});
const markKey = (chain: string, auditId: string) => ({ pk: `SEALED#${auditId}`, sk: chain });

export function dynamoChains(table: Table): Chains {
  const headOf = async (chain: string) => {
    const item = await table.get(headKey(chain));
    return item && HeadData.parse(item.data);
  };
  return {
    head: headOf,
    read: async (chain) => ({ links: await linksOf(table, chain), head: await headOf(chain) }),
    append: (chain, more) => table.transact(changesOf(chain, more), randomUUID()),
    async entry(auditId) {
      const item = await table.get(auditKey(auditId));
      if (!item) return undefined;
      const audit = AuditData.parse(item.data);
      return { audit, sealed: item.gsi1pk !== unsealedPartition(audit.practiceId) };
    },
    sealed: (audit, day) =>
      table.apply({
        put: {
          ...auditKey(audit.id),
          data: audit,
          gsi1pk: sealedPartition(audit.practiceId, day),
          gsi1sk: `${audit.at}#${audit.id}`,
        },
      }),
    async unsealed(practiceId, upTo, limit) {
      const { items } = await table.query({
        pk: unsealedPartition(practiceId),
        index: "gsi1",
        between: ["0", upTo],
        limit,
      });
      return items.map((item) => AuditData.parse(item.data).id);
    },
  };
}

async function linksOf(table: Table, chain: string): Promise<Link[]> {
  const links: Link[] = [];
  let after: Position | undefined;
  do {
    const page = await table.query({ pk: chain, between: ["0", "9"], after });
    links.push(...page.items.map((item) => LinkData.parse(item.data)));
    after = page.next;
  } while (after);
  return links;
}

function changesOf(
  chain: string,
  { links, head, before }: { links: readonly Link[]; head: Head; before: Head | undefined },
): Change[] {
  const expiresAt = Math.ceil(Date.now() / 1000) + MARK_SECONDS;
  return [
    ...links.map(
      ({ auditId }): Change => ({
        put: { ...markKey(chain, auditId), data: {}, expiresAt },
        when: [["absent"]],
        otherwise: new AlreadyChained(auditId),
      }),
    ),
    {
      put: {
        ...headKey(chain),
        data: head,
        version: head.seq,
        gsi1pk: headsPartition(practiceIn(chain)),
        gsi1sk: chain,
      },
      when: before ? [[["version", "=", before.seq]]] : [["absent"]],
      otherwise: new HeadMoved(),
    },
    ...links.map(
      (link): Change => ({
        put: { ...linkKey(chain, link.seq), data: link },
        when: [["absent"]],
        otherwise: new HeadMoved(),
      }),
    ),
  ];
}
