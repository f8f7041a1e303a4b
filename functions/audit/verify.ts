import type { AuditEntry } from "#ports/audit.ts";
import type { Head, Link } from "#ports/chains.ts";
import { chainsOf, entryCode, headCode, linkCode } from "./codes.ts";

export interface Fault {
  /**
   * edited: a link's code does not fit it. out-of-order: it does not stand where it was put, or one is missing before
   * it. cut: the end is missing. head: the head was changed, or is gone. older-than-anchor: the chain was put back to
   * how it once was. entry-changed, entry-gone: the audit entry behind a link is not what was sealed.
   */
  readonly kind:
    | "edited"
    | "out-of-order"
    | "cut"
    | "head"
    | "older-than-anchor"
    | "entry-changed"
    | "entry-gone";
  /** Where, counting links from 1. */
  readonly at: number;
}

export interface Evidence {
  readonly chain: string;
  /** In the order they are stored. */
  readonly links: readonly Link[];
  readonly head: Head | undefined;
  /** A head written down elsewhere earlier (daily): the chain must still go through it. */
  readonly anchor?: Pick<Head, "seq" | "last"> | undefined;
  /** The audit entries behind the links, as they now stand. */
  readonly entries?: ReadonlyMap<string, AuditEntry> | undefined;
  /** Audit entries that are not sealed yet. */
  readonly unsealed?: readonly AuditEntry[];
}

export interface Report {
  readonly faults: readonly Fault[];
  /** Ids of entries that belong here and are still waiting: not a fault, but not proved either. */
  readonly unsealed: readonly string[];
}

/** Checks one chain from its first link to its head. */
export function verify(key: string, evidence: Evidence): Report {
  const { chain, links, unsealed = [] } = evidence;
  const chained = new Set(links.map(({ auditId }) => auditId));
  return {
    faults: [
      ...linkFaults(key, evidence),
      ...headFaults(key, evidence),
      ...anchorFaults(evidence),
      ...entryFaults(key, evidence),
    ],
    unsealed: unsealed
      .filter((audit) => chainsOf(audit).includes(chain) && !chained.has(audit.id))
      .map(({ id }) => id),
  };
}

function linkFaults(key: string, { chain, links }: Evidence): Fault[] {
  const faults: Fault[] = [];
  let prev = "";
  for (const [index, link] of links.entries()) {
    const at = index + 1;
    if (link.mac !== linkCode(key, chain, link)) faults.push({ kind: "edited", at });
    if (link.seq !== at || link.prev !== prev) faults.push({ kind: "out-of-order", at });
    prev = link.mac;
  }
  return faults;
}

function headFaults(key: string, { chain, links, head }: Evidence): Fault[] {
  const at = links.length;
  if (!head) return at === 0 ? [] : [{ kind: "head", at }];
  const faults: Fault[] = [];
  if (head.mac !== headCode(key, chain, head)) faults.push({ kind: "head", at });
  if (head.seq !== at || head.last !== (links.at(-1)?.mac ?? "")) faults.push({ kind: "cut", at });
  return faults;
}

function anchorFaults({ links, anchor }: Evidence): Fault[] {
  if (!anchor || anchor.seq === 0) return [];
  const passed = links[anchor.seq - 1]?.mac === anchor.last;
  return passed ? [] : [{ kind: "older-than-anchor", at: anchor.seq }];
}

function entryFaults(key: string, { links, entries }: Evidence): Fault[] {
  if (!entries) return [];
  return links.flatMap(({ auditId, entry }, index): Fault[] => {
    const now = entries.get(auditId);
    if (!now) return [{ kind: "entry-gone", at: index + 1 }];
    const same = entry === undefined || entry === entryCode(key, now);
    return same ? [] : [{ kind: "entry-changed", at: index + 1 }];
  });
}
