import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { figure } from "#functions/adapters/testing-figure.ts";
import type { Link } from "#ports/chains.ts";
import { extended } from "./codes.ts";
import { auditOf } from "./testing-audits.ts";
import { type Evidence, verify } from "./verify.ts";

const key = "a key of the audit chains, kept elsewhere";
const chain = "CHAIN#demo#patient#pat-1";

function sealedChain(length: number): Evidence & { links: Link[] } {
  const audits = Array.from({ length }, (_, index) =>
    auditOf(index, index % 5 === 4 ? { outcome: "refused", code: "not-found" } : {}),
  );
  // In two runs, as two sealers would: the second goes on from the first one's head.
  const cut = Math.floor(length / 2);
  const first = extended(key, { chain, before: undefined }, audits.slice(0, cut));
  const before = cut === 0 ? undefined : first.head;
  const second = extended(key, { chain, before }, audits.slice(cut));
  return { chain, links: [...first.links, ...second.links], head: second.head };
}

const kindsOf = (evidence: Evidence) => verify(key, evidence).faults.map(({ kind }) => kind);

test("a chain as it was sealed has no fault", () => {
  for (const length of [1, 2, 7, 40]) expect(kindsOf(sealedChain(length))).toEqual([]);
  expect(kindsOf({ chain, links: [], head: undefined })).toEqual([]);
});

type Mutation = (
  evidence: Evidence & { links: Link[] },
  pick: (below: number) => number,
) => Evidence;

const fields = ["at", "action", "relation", "auditId", "prev", "mac", "code"] as const;
const mutations: Record<string, Mutation> = {
  "a field edited": (evidence, pick) => {
    const at = pick(evidence.links.length);
    const field = fields[pick(fields.length)] ?? "at";
    const links = evidence.links.map((link, index) =>
      index === at ? { ...link, [field]: `${link[field] ?? ""}x` } : link,
    );
    return { ...evidence, links };
  },
  "an actor edited": (evidence, pick) => {
    const at = pick(evidence.links.length);
    const links = evidence.links.map((link, index) =>
      index === at ? { ...link, actor: { ...link.actor, id: "acc_other" } } : link,
    );
    return { ...evidence, links };
  },
  "an outcome edited": (evidence, pick) => {
    const at = pick(evidence.links.length);
    const links = evidence.links.map((link, index) =>
      index === at
        ? { ...link, outcome: link.outcome === "done" ? ("refused" as const) : ("done" as const) }
        : link,
    );
    return { ...evidence, links };
  },
  "a link deleted": (evidence, pick) => ({
    ...evidence,
    links: evidence.links.toSpliced(pick(evidence.links.length), 1),
  }),
  "a link deleted, the others renumbered": (evidence, pick) => ({
    ...evidence,
    links: evidence.links
      .toSpliced(pick(evidence.links.length), 1)
      .map((link, index) => ({ ...link, seq: index + 1 })),
  }),
  "two links swapped": (evidence, pick) => {
    const { length } = evidence.links;
    const a = pick(length - 1);
    const b = a + 1 + pick(length - a - 1);
    const links = [...evidence.links];
    [links[a], links[b]] = [links[b] as Link, links[a] as Link];
    return { ...evidence, links };
  },
  "a link doubled": (evidence, pick) => {
    const at = pick(evidence.links.length);
    return { ...evidence, links: evidence.links.toSpliced(at, 0, evidence.links[at] as Link) };
  },
  "a link made with another key put in": (evidence, pick) => {
    const at = pick(evidence.links.length + 1);
    const before = evidence.links[at - 1];
    const head = before && { seq: before.seq, last: before.mac, mac: "" };
    const { links } = extended("another key", { chain, before: head }, [auditOf(900)]);
    return { ...evidence, links: evidence.links.toSpliced(at, 0, ...links) };
  },
  "a link of another chain put in": (evidence, pick) => {
    const at = pick(evidence.links.length);
    const other = extended(key, { chain: `${chain}0`, before: undefined }, [auditOf(1)]);
    return { ...evidence, links: evidence.links.toSpliced(at, 1, ...other.links) };
  },
  "the end cut off": (evidence, pick) => ({
    ...evidence,
    links: evidence.links.slice(0, pick(evidence.links.length)),
  }),
  "the end cut off and the head renumbered": (evidence, pick) => {
    const links = evidence.links.slice(0, pick(evidence.links.length));
    const head = {
      seq: links.length,
      last: links.at(-1)?.mac ?? "",
      mac: evidence.head?.mac ?? "",
    };
    return { ...evidence, links, head };
  },
  "the head taken away": (evidence) => ({ ...evidence, head: undefined }),
  "put back to an earlier day, with that day's true head": (evidence, pick) => {
    const length = 1 + pick(evidence.links.length - 1);
    const links = evidence.links.slice(0, length);
    const audits = links.map((_, index) =>
      auditOf(index, index % 5 === 4 ? { outcome: "refused", code: "not-found" } : {}),
    );
    const { head } = extended(key, { chain, before: undefined }, audits);
    const last = evidence.links.at(-1)?.mac ?? "";
    return { ...evidence, links, head, anchor: { seq: evidence.links.length, last } };
  },
};

let [tried, undetected] = [0, 0];

for (const [name, mutate] of Object.entries(mutations))
  test(`detected: ${name}`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 24 }), fc.infiniteStream(fc.nat()), (length, draws) => {
        const pick = (below: number) => Number(draws.next().value) % Math.max(below, 1);
        const faults = kindsOf(mutate(sealedChain(length), pick));
        tried += 1;
        undetected += faults.length === 0 ? 1 : 0;
        expect(faults).not.toEqual([]);
      }),
      { numRuns: 800 },
    );
  });

test("a chain put back to an earlier day is only seen with an anchor: the test above is not idle", () => {
  const long = sealedChain(10);
  const audits = [0, 1, 2].map((number) => auditOf(number));
  const earlier = extended(key, { chain, before: undefined }, audits);
  expect(kindsOf({ chain, ...earlier })).toEqual([]);
  expect(kindsOf({ chain, ...earlier, anchor: long.head })).toEqual(["older-than-anchor"]);
});

test("says which entries wait to be sealed, and only those of this chain", () => {
  const evidence = sealedChain(3);
  const waiting = [auditOf(1), auditOf(50), auditOf(51, { patients: ["pat-2"] })];
  expect(verify(key, { ...evidence, unsealed: waiting })).toEqual({
    faults: [],
    unsealed: ["aud_0050"],
  });
});

afterAll(() =>
  figure({
    promise: "17",
    bar: "at least 10,000 edits, deletions, reorderings, insertions and cuts of a chain, all detected",
    value: `${tried} mutations of ${Object.keys(mutations).length} kinds, ${undetected} undetected`,
    command:
      "npx vitest run --root . --config test/vitest.config.ts --project node functions/audit/verify.test.ts",
    tried,
    wrong: undetected,
  }),
);
