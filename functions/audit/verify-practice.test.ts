import { beforeEach, expect, test } from "vitest";
import { dynamoAnchors } from "#functions/adapters/dynamo/anchors.ts";
import { dynamoAudits } from "#functions/adapters/dynamo/audits.ts";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import type { Stored, Table } from "#functions/adapters/dynamo/table.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import { seal } from "./seal.ts";
import { auditOf } from "./testing-audits.ts";
import { verifyPractice } from "./verify-practice.ts";

const key = "a key of the audit chains, kept elsewhere";
const ONE = "CHAIN#demo#patient#pat-1";
const TWO = "CHAIN#demo#patient#pat-2";
let table: Table;
let now: string;
let lines: string[];

beforeEach(async () => {
  table = await freshTable();
  now = "2026-11-20T08:30:00.000Z";
  lines = [];
  await sealed(1, 2, 3, 4, 5);
});

async function sealed(...numbers: number[]): Promise<void> {
  const audits = numbers.map((n) =>
    auditOf(n, { patients: n % 2 ? ["pat-1"] : ["pat-1", "pat-2"] }),
  );
  for (const audit of audits) await dynamoAudits(table).write(audit);
  const chains = dynamoChains(table);
  const ports = { chains, random: () => 0, clock: () => now, key: async () => key };
  expect(
    await seal(
      ports,
      audits.map(({ id }) => id),
    ),
  ).toEqual([]);
}

/** A day later, the schedule fires. */
async function run(isLate = () => false) {
  now = new Date(Date.parse(now) + 86_400_000).toISOString();
  const log = {
    info: (code: string) => void lines.push(code),
    warn: (code: string) => void lines.push(code),
    error: (code: string) => void lines.push(code),
  };
  const [chains, anchors] = [dynamoChains(table), dynamoAnchors(table)];
  const ports = { chains, anchors, log, clock: () => now, key: async () => key };
  return verifyPractice(ports, "demo", { isLate });
}
const found = async () =>
  (await run()).broken.map(({ chain, faults }) => [
    chain,
    ...new Set(faults.map(({ kind }) => kind)),
  ]);

const link = (chain: string, seq: number) => ({ pk: chain, sk: String(seq).padStart(12, "0") });
const read = async (item: { pk: string; sk: string }): Promise<Stored> => {
  const stored = await table.get(item);
  if (!stored) throw new Error("not there");
  return stored;
};
async function edit(item: { pk: string; sk: string }, change: object): Promise<void> {
  const stored = await read(item);
  await table.apply({ put: { ...stored, data: { ...(stored.data as object), ...change } } });
}

test("what was sealed verifies and is anchored; only what moved, or whose turn it is, is read again", async () => {
  const first = await run();
  expect(first).toMatchObject({ chains: 2, checked: 2, broken: [], unfinished: 0 });
  const checked: number[] = [];
  for (let day = 0; day < 7; day++) checked.push((await run()).checked);
  expect(checked.reduce((a, b) => a + b, 0)).toBe(2);
  await sealed(6);
  const after = await run();
  expect(after.checked).toBe(2);
  expect(after.digest).not.toBe(first.digest);
  expect(lines).not.toContain("audit.chain-broken");
});

test("tampering with the table is found by the next run, each kind by its name", async () => {
  const [before] = [await found()];
  expect(before).toEqual([]);
  await edit(link(ONE, 2), { outcome: "refused" });
  await edit({ pk: "AUDIT#aud_0004", sk: "AUDIT" }, { note: "nothing to see here" });
  await sealed(6);
  expect(await found()).toEqual(
    expect.arrayContaining([
      [ONE, "edited", "entry-changed"],
      [TWO, "entry-changed"],
    ]),
  );
  expect(lines).toContain("audit.chain-broken");
  // Nobody acted: it is found again, although nothing moved since.
  expect((await found()).map(([chain]) => chain).sort()).toEqual([ONE, TWO]);
});

test("a link taken away, two that changed places, an entry taken away", async () => {
  await found();
  await sealed(7, 8);
  const [third, fourth] = [await read(link(ONE, 3)), await read(link(ONE, 4))];
  await table.apply({ put: { ...fourth, sk: third.sk } });
  await table.apply({ put: { ...third, sk: fourth.sk } });
  await table.apply({ remove: link(TWO, 1) });
  await table.apply({ remove: { pk: "AUDIT#aud_0008", sk: "AUDIT" } });
  const faults = new Map((await found()).map(([chain, ...kinds]) => [chain, kinds]));
  expect(faults.get(ONE)).toEqual(["out-of-order", "entry-gone"]);
  expect(faults.get(TWO)).toEqual(expect.arrayContaining(["out-of-order", "cut", "entry-gone"]));
});

test("a chain that is gone as a whole, or put back to how it was, misses its anchor", async () => {
  const head = { pk: ONE, sk: "HEAD" };
  const early = await read(head);
  await sealed(6);
  await found();
  await table.apply({ put: early });
  await table.apply({ remove: link(ONE, 6) });
  await table.apply({ remove: { pk: TWO, sk: "HEAD" } });
  for (const seq of [1, 2, 3]) await table.apply({ remove: link(TWO, seq) });
  const faults = new Map((await found()).map(([chain, ...kinds]) => [chain, kinds]));
  expect(faults.get(ONE)).toEqual(["older-than-anchor"]);
  expect(faults.get(TWO)).toEqual(["older-than-anchor"]);
});

test("an anchor that is forged, put back or taken away is found too", async () => {
  await found();
  const anchor = { pk: "ANCHORS#demo", sk: ONE };
  const old = await read(anchor);
  await sealed(7);
  await found();
  await table.apply({ put: old });
  expect(await found()).toEqual([["ANCHORS#demo", "anchor"]]);
  await edit(anchor, { seq: 1 });
  expect(await found()).toEqual(expect.arrayContaining([[ONE, "anchor"]]));
  await table.apply({ remove: anchor });
  expect(await found()).toEqual(expect.arrayContaining([["ANCHORS#demo", "anchor"]]));
});

test("a link that is none at all is a fault, not a crash", async () => {
  await edit(link(ONE, 1), { seq: "one" });
  expect(await found()).toEqual([[ONE, "unreadable"]]);
});

test("what time did not suffice for is said, and done by the next run", async () => {
  expect(await run(() => true)).toMatchObject({ checked: 0, unfinished: 2, chains: 0 });
  expect(lines).toContain("audit.verify-unfinished");
  expect(await run()).toMatchObject({ checked: 2, unfinished: 0, chains: 2 });
});
