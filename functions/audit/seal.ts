import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "#domain/problem.ts";
import type { AuditEntry } from "#ports/audit.ts";
import { AlreadyChained, type Chains, HeadMoved } from "#ports/chains.ts";
import type { Clock, Random } from "#ports/clock.ts";
import { chainsOf, extended } from "./codes.ts";

export interface SealPorts {
  readonly chains: Chains;
  readonly random: Random;
  readonly clock: Clock;
  /** The key of the codes; it is not in the table. */
  key(): Promise<string>;
}

/** One transaction takes 100 changes: a link and its mark each, and the head. */
const LINKS_AT_ONCE = 49;
const CHAINS_AT_ONCE = 8;
const TRIES = 20;

/**
 * Puts these audit entries into their chains, each once, whoever else is sealing: an entry leaves the unsealed ones only
 * when every chain has it. One whose request may still be refused is left alone. Answers the ids that could not be sealed now.
 */
export async function seal(ports: SealPorts, ids: readonly string[]): Promise<string[]> {
  const now = ports.clock();
  const isSettled = ({ settlesBy }: AuditEntry) => settlesBy === undefined || settlesBy <= now;
  const entries = await inTurn([...new Set(ids)], (id) => ports.chains.entry(id));
  const open = entries
    .flatMap((entry) => (entry && !entry.sealed && isSettled(entry.audit) ? [entry.audit] : []))
    .sort((a, b) => (`${a.at}#${a.id}` < `${b.at}#${b.id}` ? -1 : 1));
  const byChain = new Map<string, AuditEntry[]>();
  for (const audit of open)
    for (const chain of chainsOf(audit)) byChain.set(chain, [...(byChain.get(chain) ?? []), audit]);
  const failed = new Set<string>();
  await inTurn([...byChain], async ([chain, audits]) => {
    await extend(ports, chain, audits).catch(() => {
      for (const { id } of audits) failed.add(id);
    });
  });
  const whole = open.filter(({ id }) => !failed.has(id));
  await inTurn(whole, (audit) => ports.chains.sealed(audit, now.slice(0, 10)));
  return [...failed];
}

async function extend(
  ports: SealPorts,
  chain: string,
  audits: readonly AuditEntry[],
): Promise<void> {
  let left = audits;
  for (let tries = 0; left.length > 0; tries++) {
    if (tries >= TRIES + audits.length) throw new Problem("unavailable");
    const done = await append(ports, chain, left.slice(0, LINKS_AT_ONCE));
    if (done.length === 0) await sleep(ports.random() * 20 * Math.min(tries + 1, 10));
    left = left.filter(({ id }) => !done.includes(id));
  }
}

/** The ids that are in the chain now; none when another sealer was faster. */
async function append(
  { chains, key }: SealPorts,
  chain: string,
  audits: readonly AuditEntry[],
): Promise<string[]> {
  const before = await chains.head(chain);
  const more = extended(await key(), { chain, before }, audits);
  try {
    await chains.append(chain, { ...more, before });
    return audits.map(({ id }) => id);
  } catch (error) {
    if (error instanceof AlreadyChained) return [error.auditId];
    if (error instanceof HeadMoved) return [];
    throw error;
  }
}

/** A few at a time, answers in order. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += CHAINS_AT_ONCE)
    results.push(...(await Promise.all(items.slice(start, start + CHAINS_AT_ONCE).map(work))));
  return results;
}
