import { itemId } from "#domain/records.ts";
import type { EhrRecord } from "#ports/ehr-records.ts";
import type { StoredRecord } from "#ports/records.ts";
import { heldAfter } from "./held.ts";
import { fingerprint, packed } from "./pack.ts";

/** The record in its new state; undefined where it is known already, or a later one is. */
export function nextState(
  one: EhrRecord,
  known: StoredRecord | undefined,
  at: string,
): StoredRecord | undefined {
  const hash = fingerprint(one.raw);
  if (known && (known.hash === hash || isOlder(one, known))) return undefined;
  const own = ownOf(one);
  const fresh = { kind: own.kind, versions: [], events: [] };
  const before = known && !known.awaited ? known.held : undefined;
  const isResult = one.section === "results";
  return {
    ref: itemId(one.type, one.id),
    updated: one.updated,
    section: one.section,
    item: one.item,
    own,
    parts: partsOf(one),
    result: known?.result,
    held: isResult ? (before ?? fresh) : heldAfter(before, { ...own, changed: false }, at),
    said: known?.said,
    owners: known?.owners ?? [],
    raw: packed(one.raw),
    hash,
    listed: known?.listed ?? [],
    version: known?.version ?? 0,
  };
}

/** Replies may overtake each other. */
const isOlder = (one: EhrRecord, { updated = "" }: StoredRecord): boolean =>
  one.updated !== undefined && updated > one.updated;

const ownOf = ({ facts }: EhrRecord): StoredRecord["own"] => ({
  kind: facts.kind,
  status: facts.status,
  issued: facts.issued,
  described: {
    codes: [...facts.described.codes],
    categories: [...facts.described.categories],
    labels: [...facts.described.labels],
    findings: [...facts.described.findings],
  },
  commented: facts.commented,
});

const partsOf = ({ result }: EhrRecord): StoredRecord["parts"] =>
  result && {
    ...result,
    members: [...result.members],
    comments: result.comments && [...result.comments],
  };

/** A value that a report names and that has not come yet. */
export const awaitedMember = (ref: string): StoredRecord => ({
  ref,
  section: "results",
  item: {
    id: ref,
    type: "Observation",
    title: "",
    facts: [],
    source: { reference: ref.replace("~", "/") },
  },
  own: {
    kind: "other",
    described: { codes: [], categories: [], labels: [], findings: [] },
    commented: false,
  },
  held: { kind: "other", versions: [], events: [] },
  owners: [],
  awaited: true,
  raw: "",
  hash: "",
  listed: [],
  version: 0,
});
