import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalDay } from "#domain/identifiers.ts";
import type { Anchor, Anchors, Chains, Head, Verified } from "#ports/chains.ts";
import type { Clock } from "#ports/clock.ts";
import type { Log } from "#ports/log.ts";
import { anchorCode, canonical, codeOf } from "./codes.ts";
import { type Fault, verify } from "./verify.ts";

export interface VerifyPorts {
  readonly chains: Chains;
  readonly anchors: Anchors;
  readonly clock: Clock;
  readonly log: Log;
  key(): Promise<string>;
}

/** What a run found; for ops, who may read chain names. */
export interface Report extends Omit<Verified, "mac" | "broken" | "state"> {
  readonly practiceId: string;
  readonly checked: number;
  readonly broken: readonly Broken[];
}
interface Broken {
  readonly chain: string;
  readonly faults: readonly (
    | Fault
    | { readonly kind: "unreadable" | "anchor"; readonly at: number }
  )[];
}

/** Chains nobody wrote to are looked at once in so many days. */
const ROUND_DAYS = 7;
const CHAINS_AT_ONCE = 8;
/** A chain may move while it is read: faults count when they are there again. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 200;

export interface Scope {
  /** All chains, whatever their turn. */
  readonly everything?: boolean | undefined;
  /** True when no time is left to begin another. */
  isLate(): boolean;
}

/**
 * Verifies a practice's chains that moved since they were last anchored, and a seventh of the others, and writes
 * down their heads. A chain that does not verify keeps its old anchor: it is found again every day until somebody acts.
 */
export async function verifyPractice(
  ports: VerifyPorts,
  practiceId: string,
  { everything = false, isLate }: Scope,
): Promise<Report> {
  const { anchors: book } = ports;
  const key = await ports.key();
  const at = ports.clock();
  const day = at.slice(0, 10);
  const before = await book.verified(practiceId);
  const [heads, anchors] = await Promise.all([book.heads(practiceId), book.anchors(practiceId)]);
  const broken = anchorsBroken(key, { practiceId, before, anchors });
  const names = [...new Set([...heads.keys(), ...anchors.keys(), ...(before?.broken ?? [])])];
  const due = names.filter(
    (chain) => chain.startsWith("CHAIN#") && (everything || isDue(chain, { heads, anchors, day })),
  );
  const verified = { day, at, broken: broken.map(({ chain }) => chain), unfinished: due.length };
  await save(ports, key, { practiceId, anchors, verified: { ...verified, state: "anchoring" } });
  let checked = 0;
  await whileTime(isLate, due, async (chain) => {
    checked += 1;
    const { faults, head } = await lookAt(ports, chain, anchors.get(chain));
    if (faults.length > 0) broken.push({ chain, faults });
    else if (head) anchors.set(chain, await anchored(ports, key, { practiceId, chain, head, day }));
  });
  const result = { ...verified, broken: broken.map(({ chain }) => chain), unfinished: due.length };
  const saved = await save(ports, key, {
    practiceId,
    anchors,
    verified: { ...result, state: "done" },
  });
  const report: Report = { ...saved, practiceId, checked, broken };
  tell(ports, report);
  return report;
}

/** A few chains at a time; those that are not reached stay in the list. */
async function whileTime(
  isLate: Scope["isLate"],
  due: string[],
  work: (chain: string) => Promise<void>,
): Promise<void> {
  const next = async () => {
    while (!isLate()) {
      const chain = due.pop();
      if (chain === undefined) return;
      await work(chain);
    }
  };
  await Promise.all(Array.from({ length: CHAINS_AT_ONCE }, next));
}

/** A chain that moved, one that should be there and is not, and each other one once in a round. */
function isDue(
  chain: string,
  known: { heads: Map<string, Head>; anchors: Map<string, Anchor>; day: LocalDay },
): boolean {
  const [head, anchor] = [known.heads.get(chain), known.anchors.get(chain)];
  if (!head || !anchor || head.seq !== anchor.seq || head.last !== anchor.last) return true;
  const turn = Math.floor(Date.parse(known.day) / 86_400_000) % ROUND_DAYS;
  return createHash("sha256").update(chain).digest().readUInt32BE() % ROUND_DAYS === turn;
}

async function lookAt(ports: VerifyPorts, chain: string, anchor: Anchor | undefined) {
  let seen = await look(ports, chain, anchor);
  for (let looks = 1; looks < LOOKS && seen.faults.length > 0; looks++) {
    await sleep(LOOK_AGAIN_MS);
    seen = await look(ports, chain, anchor);
  }
  return seen;
}

async function look(
  { chains, anchors, key }: VerifyPorts,
  chain: string,
  anchor: Anchor | undefined,
): Promise<{ faults: Broken["faults"]; head?: Head | undefined }> {
  try {
    const { links, head } = await chains.read(chain);
    const entries = await anchors.entries(links.map(({ auditId }) => auditId));
    return { ...verify(await key(), { chain, links, head, anchor, entries }), head };
  } catch (error) {
    // What does not even have the form of a link was not written by the sealer.
    if (!isFormless(error)) throw error;
    return { faults: [{ kind: "unreadable", at: 0 }] };
  }
}

const isFormless = (error: unknown) =>
  error instanceof SyntaxError || (error instanceof Error && error.name.includes("ZodError"));

async function anchored(
  { anchors }: VerifyPorts,
  key: string,
  { practiceId, chain, head, day }: { practiceId: string; chain: string; head: Head; day: string },
): Promise<Anchor> {
  const open = { seq: head.seq, last: head.last, day, mac: "" };
  const anchor = { ...open, mac: anchorCode(key, chain, open) };
  await anchors.anchor(practiceId, chain, anchor);
  return anchor;
}

/** The anchors themselves: each bears its code, none is gone, and all together are what they were. */
function anchorsBroken(
  key: string,
  known: { practiceId: string; before: Verified | undefined; anchors: Map<string, Anchor> },
): Broken[] {
  const { practiceId, before, anchors } = known;
  const forged = [...anchors].filter(
    ([chain, anchor]) => anchor.mac !== anchorCode(key, chain, anchor),
  );
  const broken: Broken[] = forged.map(([chain]) => ({
    chain,
    faults: [{ kind: "anchor", at: 0 }],
  }));
  if (!before) return broken;
  const whole =
    before.mac === verifiedCode(key, practiceId, before) &&
    anchors.size >= before.chains &&
    (before.state === "anchoring" || digestOf(anchors) === before.digest);
  const all = { chain: `ANCHORS#${practiceId}`, faults: [{ kind: "anchor" as const, at: 0 }] };
  return whole ? broken : [...broken, all];
}

const digestOf = (anchors: Map<string, Anchor>): string => {
  const lines = [...anchors].map(([chain, { seq, last }]) => [chain, seq, last]);
  lines.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return createHash("sha256").update(canonical(lines)).digest("base64url");
};

const verifiedCode = (key: string, practiceId: string, { mac: _mac, ...verified }: Verified) =>
  codeOf(key, { practiceId, verified });

async function save(
  { anchors: book }: VerifyPorts,
  key: string,
  given: {
    practiceId: string;
    anchors: Map<string, Anchor>;
    verified: Omit<Verified, "chains" | "digest" | "mac">;
  },
): Promise<Verified> {
  const { practiceId, anchors, verified } = given;
  const open = { ...verified, chains: anchors.size, digest: digestOf(anchors), mac: "" };
  const saved = { ...open, mac: verifiedCode(key, practiceId, open) };
  await book.saveVerified(practiceId, saved);
  return saved;
}

class ChainBroken extends Error {
  override readonly name = "ChainBroken";
}

/** The digest stands in the log, where whoever can write the table can't reach it. Chain names hold patients' ids. */
function tell({ log }: VerifyPorts, report: Report): void {
  const { practiceId, day, chains, checked, unfinished, digest } = report;
  const broken = report.broken.length;
  log.info("audit.anchored", { practiceId, day, chains, checked, unfinished, broken, digest });
  if (broken > 0)
    log.error("audit.chain-broken", new ChainBroken(), {
      practiceId,
      broken,
      kinds: [
        ...new Set(report.broken.flatMap(({ faults }) => faults.map(({ kind }) => kind))),
      ].join(),
    });
  if (unfinished > 0) log.warn("audit.verify-unfinished", { practiceId, unfinished });
}
