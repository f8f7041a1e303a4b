import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deep } from "#test/fixtures/deep.ts";
import { Counted } from "./crash-count.ts";
import { beforeClaim, pairs, picked, plannedFor, pointsOf } from "./crash-plan.ts";
import { Bundles } from "./crash-process.ts";
import type { Point } from "./crash-run.ts";
import type { Wire } from "./crash-wire.ts";

/**
 * Promise 6: a process that is one shipped function is killed with SIGKILL at a named point, between any two of its calls
 * of table, EHR and queue; others go on. A visit is in the chart once or on its way, the audit is whole, nothing is kept for
 * nobody. Here what patients ask for, in `crash-turns.test.ts` what goes on behind.
 */
const FILE = "test/faults/crash-points.test.ts";
const PAIR_MS = 600_000;

const bundles = new Bundles();
const counted = new Counted(bundles);
beforeAll(() => counted.open());
afterAll(async () => {
  await counted.close();
  bundles.forget();
  counted.say(deep ? "≥ 40 points × 25 seeds, recovery ≤ 30 s" : "8 points × 1 seed", FILE);
});

test.each(picked)("killed: $name", async ({ point }) => {
  expect(await counted.broken({ point, seed: 0 })).toEqual([]);
});

test.each(pairs(({ bundle }) => bundle === "appointments"))(
  "killed at every point: $name",
  { timeout: PAIR_MS },
  async ({ act, ehr }) => {
    const broken: string[] = [];
    for (const planned of plannedFor(await pointsOf(counted.machine, act, ehr)))
      broken.push(...(await counted.broken(planned)));
    expect(broken).toEqual([]);
  },
);

/** Claim and visit in two transactions instead of one: planted between the function and its table. */
function claimApart(operation: string, body: string): string[] {
  if (operation !== "TransactWriteItems") return [body];
  const asked = JSON.parse(body);
  const isClaim = (change: object) => JSON.stringify(change).includes('"CLAIM#');
  const [claims, rest] = [true, false].map((wanted) => ({
    ...asked,
    TransactItems: asked.TransactItems.filter((change: object) => isClaim(change) === wanted),
    ClientRequestToken: randomUUID(),
  }));
  return claims.TransactItems.length * rest.TransactItems.length === 0
    ? [body]
    : [claims, rest].map((part) => JSON.stringify(part));
}

/** A lease of an hour: planted likewise. */
const anHour = (_operation: string, body: string): string[] => [
  body.replaceAll(/(\\"lease\\":.*?\\"until\\":\\")[^"\\]*/g, "$12026-11-18T16:00:00.000Z"),
];

const plants: readonly { name: string; parts: Wire["parts"]; point: Point; caught: RegExp }[] = [
  {
    name: "the claim and the visit in two transactions",
    parts: claimApart,
    point: { ...beforeClaim, call: "store claim", side: "after" },
    caught: /slot-kept-for-nobody/,
  },
  {
    name: "a lease that is not released in time",
    parts: anHour,
    point: { ...beforeClaim, side: "after" },
    caught: /recovered after 3\d\d\d/,
  },
];

test.each(plants)("planted: $name is caught", async ({ parts, point, caught }) => {
  const planted = new Counted(bundles, parts);
  await planted.open();
  const broken = await planted.broken({ point, seed: 0 });
  await planted.close();
  expect(broken.join()).toMatch(caught);
});
