import { createHmac } from "node:crypto";
import type { AuditEntry } from "#ports/audit.ts";
import type { Anchor, Head, Link } from "#ports/chains.ts";

/** JSON with sorted keys and nothing undefined: the same value is always the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}

export const codeOf = (key: string, value: unknown) =>
  createHmac("sha256", key).update(canonical(value)).digest("base64url");

/** The chain's name is part of every code: a link cannot move to somebody else's chain. */
export const linkCode = (key: string, chain: string, { mac: _mac, ...link }: Link): string =>
  codeOf(key, { chain, link });

export const headCode = (key: string, chain: string, { seq, last }: Omit<Head, "mac">): string =>
  codeOf(key, { chain, head: { seq, last } });

export const entryCode = (key: string, audit: AuditEntry): string => codeOf(key, { entry: audit });

export const anchorCode = (key: string, chain: string, { mac: _mac, ...anchor }: Anchor): string =>
  codeOf(key, { chain, anchor });

/** An entry stands in the chain of every patient it names; one that names none, in its actor's. */
export function chainsOf({ practiceId, patients, actor }: AuditEntry): string[] {
  if (patients.length === 0) return [`CHAIN#${practiceId}#actor#${actor.id}`];
  return [...new Set(patients)].map((patientId) => `CHAIN#${practiceId}#patient#${patientId}`);
}

/** The links that put these entries at the end of a chain, and the head after them. */
export function extended(
  key: string,
  { chain, before }: { chain: string; before: Head | undefined },
  audits: readonly AuditEntry[],
): { links: Link[]; head: Head } {
  const links: Link[] = [];
  let end = { seq: before?.seq ?? 0, last: before?.last ?? "" };
  for (const audit of audits) {
    const { id, at, actor, relation, action, outcome, code } = audit;
    const { seq, last: prev } = { ...end, seq: end.seq + 1 };
    const said = { auditId: id, at, actor, relation, action, outcome, code };
    const open = { seq, prev, ...said, entry: entryCode(key, audit), mac: "" };
    const link: Link = { ...open, mac: linkCode(key, chain, open) };
    links.push(link);
    end = { seq, last: link.mac };
  }
  return { links, head: { ...end, mac: headCode(key, chain, end) } };
}
